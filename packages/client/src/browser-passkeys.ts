import type { Passkeys } from './platform.js';

const TIMEOUT_MS = 60_000;
/** ES256 and RS256: what every authenticator has. */
const ALGORITHMS = [-7, -257];

const challenge = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** WebAuthn with its extension PRF. No server looks at the answers: what counts is the secret that follows from them. */
export const browserPasskeys: Passkeys = {
  async possible() {
    const { PublicKeyCredential } = globalThis;
    // Browsers that cannot say so are asked when it matters.
    const can: unknown =
      'getClientCapabilities' in PublicKeyCredential && typeof PublicKeyCredential.getClientCapabilities === 'function'
        ? await PublicKeyCredential.getClientCapabilities()
        : {};
    if (typeof can === 'object' && can !== null && 'extension:prf' in can && can['extension:prf'] === false) return false;
    return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  },

  async create({ name, user, salt }) {
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { name: document.title || location.hostname },
        user: { id: Uint8Array.from(user), name, displayName: name },
        challenge: challenge(),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', authenticatorAttachment: 'platform' },
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: Uint8Array.from(salt) } } },
      },
    });
    if (!(made instanceof PublicKeyCredential)) return undefined;
    const id = new Uint8Array(made.rawId);
    // Some give the secret only when the passkey is used.
    const secret = secretOf(made) ?? (await this.use({ id, salt }));
    return secret === undefined ? undefined : { id, secret };
  },

  async use({ id, salt }) {
    const used = await navigator.credentials.get({
      publicKey: {
        challenge: challenge(),
        allowCredentials: [{ type: 'public-key', id: Uint8Array.from(id) }],
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: Uint8Array.from(salt) } } },
      },
    });
    return used instanceof PublicKeyCredential ? secretOf(used) : undefined;
  },
};

function secretOf(credential: PublicKeyCredential): Uint8Array | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return undefined;
  return first instanceof ArrayBuffer ? new Uint8Array(first) : new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice();
}
