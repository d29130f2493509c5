// Preloaded into a server of a test: its clock begins at ONEDOOR_TEST_NOW (epoch milliseconds) and runs on from there; each
// SIGUSR2 puts it a day ahead. Everything else of the process is as it is.
const RealDate = Date;
const DAY_MS = 86_400_000;
let ahead = Number(process.env.ONEDOOR_TEST_NOW) - RealDate.now();
process.on('SIGUSR2', () => (ahead += DAY_MS));

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + ahead);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
