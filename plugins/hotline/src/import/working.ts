/** What reading and writing files needs, in one piece: loaded when somebody imports or exports. */
export { firstRows, openTable, TableError, writeCsv, writeXlsx } from '@onedoor/elements/tables';
export { exportRows } from '../export.js';
export { fieldsOf, isKnownName, mappingOf } from './columns.js';
export { headOf, readOrders, tally } from './read-orders.js';
export { sendImport } from './send.js';
