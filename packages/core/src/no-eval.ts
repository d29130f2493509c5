import * as z from 'zod';

// zod compiles its checks with `new Function`, which a portal's content security policy reports as an attack. Asked when
// a schema is made, so that every module which makes schemas imports this one first.
if ('document' in globalThis) z.config({ jitless: true });
