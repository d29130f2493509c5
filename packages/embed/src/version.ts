/** Version of this copy. */
export const VERSION = '0.1.0';
