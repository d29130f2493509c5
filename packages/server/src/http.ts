import {
  DEVICE_HEADER,
  decodeBulkRequest,
  deviceForget,
  deviceId,
  deviceRequest,
  ERRORS,
  type ErrorCode,
  encodeBulk,
  OnedoorError,
  partyRequest,
  type Refusal,
  refuse,
  UpdateRejected,
} from '@onedoor/core';
import { searchRequest } from '@onedoor/core/search';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import * as z from 'zod';
import type { DemoIssuer } from './auth/demo-issuer.js';
import { bearerOf, type TokenVerifier } from './auth/tokens.js';
import type { Blobs } from './blobs/blobs.js';
import { type Centre, expectOk } from './centre.js';
import { versionRefusal } from './connection.js';
import { tokenMark } from './devices/devices.js';
import { clientAddress } from './gate.js';
import type { Logger } from './logger.js';
import { serveEmbed, servePage } from './pages.js';
import { writeHead, writeProof } from './record/written.js';

export interface HttpOptions {
  readonly centre: Centre;
  readonly tokens: TokenVerifier;
  readonly blobs: Blobs;
  readonly log: Logger;
  /** Serves the demo sign-in. */
  readonly demo?: DemoIssuer;
  /** Folder of a built page to serve. */
  readonly pagesDir?: string;
  /** Folder of the built script for portals, served at `/embed/`. */
  readonly embedDir?: string;
  readonly originAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  /** Addresses of proxies of ours, whose X-Forwarded-For is believed. */
  readonly proxies: ReadonlySet<string>;
}

const DEVICE = 'http';
/** A secret that was good goes on while others behind the same address guess. */
const PARTY_KNOWN_MS = 3_600_000;
const rowsQuery = z.object({ cursor: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).default(200) });
const historyQuery = z.object({
  case: z.string().min(1).max(64),
  room: z.string().min(1).max(64),
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).default(50),
});
const fieldQuery = z.object({
  case: z.string().min(1).max(64),
  room: z.string().min(1).max(64),
  collection: z.string().min(1).max(128),
  record: z.string().min(1).max(200),
  field: z.string().min(1).max(64),
  before: z.coerce.number().int().min(0).optional(),
  from: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).optional(),
});
const compareQuery = z.object({
  case: z.string().min(1).max(64),
  room: z.string().min(1).max(64),
  from: z.coerce.number().min(0),
  until: z.coerce.number().min(0),
});
const caseQuery = z.object({ case: z.string().min(1).max(64) });
const proofQuery = z.object({
  case: z.string().min(1).max(64),
  room: z.string().min(1).max(64),
  seq: z.coerce.number().int().min(1),
});
const sizesQuery = z.object({ first: z.coerce.number().int().min(0), second: z.coerce.number().int().min(0) });
const demoBody = z.object({ person: z.string().min(1).max(64) });
const BLOB_PATH = /^\/api\/blobs\/(.+)\/([^/?]+)(?:\?.*)?$/;

/** Where pages of other origins are not answered at all, whatever token they bring. */
const GUARDED_PATHS = /^\/(?:api|demo)(?:\/|$)/;

/** A wrong path below these is an error, not a page. */
const OWN_PATHS = /^\/(?:api|ws|demo|embed)(?:\/|$)/;

function callNotFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

/** The HTTP side of a centre. Bearer tokens come in the Authorization header alone, and are never logged. */
export function createHttp(options: HttpOptions): FastifyInstance {
  const { centre, tokens, blobs, log } = options;
  const { headersMs, requestMs } = centre.limits;
  const app = fastify({
    bodyLimit: centre.limits.maxRequestBytes,
    forceCloseConnections: true,
    requestTimeout: requestMs,
    http: {
      headersTimeout: Math.min(headersMs, requestMs),
      connectionsCheckingInterval: Math.max(100, Math.min(headersMs, requestMs) / 4),
    },
  });
  const addressOf = (request: FastifyRequest) =>
    clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']?.toString(), options.proxies);
  /** Refusals of rate: before the token where the address is meant, behind it where the person is. */
  const admitted = (refusal: Refusal | undefined): void => {
    if (refusal !== undefined) throw OnedoorError.of(refusal);
  };
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((request, reply) =>
    send(reply, {
      code: 'NOT_FOUND',
      seen: `no ${request.method} ${request.url.split('?')[0]}`,
      expected: 'a path of this server',
      todo: 'Look at the documentation.',
    }),
  );
  app.addHook('onRequest', (request, reply, done) => {
    crossOrigin(options, request, reply);
    const busy = centre.gate.request(addressOf(request));
    if (busy !== undefined) return done(OnedoorError.of(busy));
    if (GUARDED_PATHS.test(request.url) && !options.originAllowed(request.headers.origin, request.headers.host))
      return done(OnedoorError.of(ORIGIN_DENIED));
    if (request.method === 'OPTIONS') void reply.code(204).send();
    else done();
  });

  const person = async (request: FastifyRequest): Promise<string> => {
    const token = bearerOf(request.headers.authorization);
    if (token === undefined)
      throw new OnedoorError('UNAUTHENTICATED', { seen: 'no bearer token', expected: 'Authorization: Bearer …', todo: 'Sign in.' });
    const address = addressOf(request);
    admitted(centre.gate.signIn(address, token));
    const verified = await tokens.verify(token);
    // A token that has run out was good once: a whole office may come back with such ones in the morning.
    if (!verified.ok && verified.refusal.code === 'UNAUTHENTICATED') centre.gate.signInFailed(address);
    const { person: who, expiresAt } = expectOk(verified);
    const mark = tokenMark(token);
    const device = deviceId.safeParse(request.headers[DEVICE_HEADER]).data;
    admitted(centre.devices.refusal(mark, device));
    if (device !== undefined) centre.devices.note(mark, device);
    centre.gate.signedIn(token, expiresAt);
    admitted(centre.gate.requestOf(who));
    return who;
  };
  /** A signed-in person whom the directory does not know is as good as a stranger. */
  const member = async (request: FastifyRequest): Promise<string> => {
    const who = await person(request);
    if (centre.actor(who) === undefined)
      throw new OnedoorError('FORBIDDEN', {
        seen: 'a person who is not of this centre',
        expected: 'an active person of the directory',
        todo: 'Ask the centre to enrol you.',
      });
    return who;
  };

  app.get('/healthz', () => centre.health());
  app.get('/api/me', async (request) => centre.me(await member(request)));
  app.post('/api/device', async (request, reply) => {
    const who = await member(request);
    const body = deviceRequest.safeParse(request.body);
    if (!body.success) throw malformed('a body that names no device');
    const share = expectOk(centre.devices.share(who, body.data));
    return reply.header('cache-control', 'no-store').send({ share, leaseMs: centre.limits.leaseMs });
  });
  app.post('/api/device/forget', async (request, reply) => {
    const who = await member(request);
    const body = deviceForget.safeParse(request.body);
    if (!body.success) throw malformed('a body that names no device');
    centre.devices.forget(who, body.data.device);
    return reply.code(204).send();
  });
  // Without an account: the secret in the body is the token. What fails counts as a sign-in that failed.
  app.post('/api/party', async (request, reply) => {
    const body = partyRequest.safeParse(request.body);
    if (!body.success) throw malformed('a body that names no key');
    const address = addressOf(request);
    admitted(centre.gate.signIn(address, body.data.key));
    const answer = await centre.party(body.data);
    if (!answer.ok && answer.refusal.code === 'NOT_FOUND') centre.gate.signInFailed(address);
    const progress = expectOk(answer);
    centre.gate.signedIn(body.data.key, Date.now() + PARTY_KNOWN_MS);
    return reply.header('cache-control', 'no-store').send(progress);
  });
  app.get('/api/rows', async (request) => {
    const who = await member(request);
    const { cursor, limit } = query(rowsQuery, request);
    return centre.rows(who, cursor, limit);
  });
  // Its body is what somebody typed, often a name: an answer that no cache may keep.
  app.post('/api/search', async (request, reply) => {
    const who = await member(request);
    admitted(centre.gate.search(who));
    const body = searchRequest.safeParse(request.body);
    if (!body.success) throw malformed('a body that names nothing to look for');
    const answer = await centre.search(who, body.data.typed);
    centre.gate.answered(who, JSON.stringify(answer).length);
    return reply.header('cache-control', 'no-store').send(answer);
  });
  app.get('/api/record/head', async (request) => {
    await member(request);
    const { publicKey, head } = centre.recordHead;
    return { publicKey, head: head === undefined ? null : writeHead(centre.id, head) };
  });
  app.get('/api/record/proof', async (request) => {
    const who = await member(request);
    return writeProof(centre.id, centre.recordHead.publicKey, expectOk(centre.inclusion(who, query(proofQuery, request))));
  });
  app.get('/api/record/consistency', async (request) => {
    await member(request);
    const { first, second } = query(sizesQuery, request);
    return { path: expectOk(centre.consistency(first, second)).map((hash) => Buffer.from(hash).toString('base64url')) };
  });
  app.get('/api/rooms', async (request) => ({ rooms: centre.roomsFor(await member(request), query(caseQuery, request).case) }));
  app.get('/api/history', async (request) => {
    const who = await member(request);
    const { before, limit, ...ref } = query(historyQuery, request);
    await centre.catchUpHistory(who, ref);
    return expectOk(centre.history(who, ref, { before, limit }));
  });
  app.get('/api/attribution', async (request) => {
    const who = await member(request);
    const { case: caseId, room, ...question } = query(fieldQuery, request);
    return expectOk(await centre.fieldHistory(who, { case: caseId, room }, question));
  });
  app.get('/api/compare', async (request) => {
    const who = await member(request);
    const { case: caseId, room, ...span } = query(compareQuery, request);
    return expectOk(await centre.compare(who, { case: caseId, room }, span));
  });
  app.post('/api/sync', { bodyLimit: centre.limits.maxBulkBytes }, async (request, reply) => {
    const who = await member(request);
    const sent = request.body instanceof Uint8Array ? Uint8Array.from(request.body) : new Uint8Array();
    admitted(centre.gate.frame(who, sent.length));
    const body = decodeBulkRequest(sent, centre.limits.maxBulkValues);
    if (body === undefined) throw malformed('a body that is no bulk request');
    const refusal = versionRefusal(body.protocol, body.schema);
    if (refusal !== undefined) throw OnedoorError.of(refusal);
    const answer = encodeBulk(await centre.bulk({ person: who, device: body.device }, body));
    centre.gate.answered(who, answer.length);
    return reply.type('application/octet-stream').send(Buffer.from(answer));
  });
  app.put('/api/blobs/*', { bodyLimit: centre.limits.maxBlobBytes }, async (request, reply) => {
    const who = await member(request);
    const { wire, sha256 } = blobPath(request);
    admitted(centre.gate.frame(who, request.body instanceof Uint8Array ? request.body.length : 0));
    expectOk(
      await blobs.put({ person: who, device: DEVICE }, wire, sha256, request.body instanceof Uint8Array ? request.body : new Uint8Array()),
    );
    return reply.code(204).send();
  });
  app.get('/api/blobs/*', async (request, reply) => {
    const who = await member(request);
    const { wire, sha256 } = blobPath(request);
    const bytes = expectOk(await blobs.get({ person: who, device: DEVICE }, wire, sha256));
    centre.gate.answered(who, bytes.length);
    // Never shown in place: a stored page would run with the rights of ours.
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
        'cache-control': centre.isSealed(wire) ? 'no-store' : 'private, max-age=31536000, immutable',
      })
      .send(Buffer.from(bytes));
  });
  if (options.demo !== undefined) demoRoutes(app, centre, options.demo);
  const { pagesDir, embedDir } = options;
  if (embedDir !== undefined) app.get('/embed/*', (request, reply) => serveEmbed(embedDir, request, reply));
  if (pagesDir !== undefined)
    app.get('/*', (request, reply) => (OWN_PATHS.test(request.url) ? callNotFound(reply) : servePage(pagesDir, request, reply)));
  return app;
}

function demoRoutes(app: FastifyInstance, centre: Centre, demo: DemoIssuer): void {
  app.post('/demo/token', async (request) => {
    const body = demoBody.safeParse(request.body);
    if (!body.success) throw malformed('a body without person');
    if (centre.actor(body.data.person) === undefined)
      throw new OnedoorError('FORBIDDEN', {
        seen: 'a person who is not of this centre',
        expected: 'a person of /demo/people',
        todo: 'Choose one of them.',
      });
    return demo.issue(body.data.person, centre.limits.demoTokenMs);
  });
  app.get('/demo/people', () => ({
    people: Object.values(centre.people()).map(({ person, name, department, post }) => ({ person, name, department, post })),
  }));
}

function blobPath(request: FastifyRequest): { wire: string; sha256: string } {
  const match = BLOB_PATH.exec(request.url);
  try {
    return { wire: decodeURIComponent(match?.[1] ?? ''), sha256: match?.[2] ?? '' };
  } catch {
    throw malformed('a path that cannot be read');
  }
}

function query<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  throw new OnedoorError('BAD_ARGS', {
    seen: parsed.error.issues[0]?.message ?? 'invalid',
    expected: 'a query that fits',
    todo: 'Correct it.',
    at: parsed.error.issues[0]?.path.join('.') ?? '',
  });
}

/** A portal on another origin embeds the elements: its pages may call, with a token and without cookies. */
function crossOrigin({ originAllowed }: HttpOptions, request: FastifyRequest, reply: FastifyReply): void {
  const { origin, host } = request.headers;
  if (origin === undefined || !originAllowed(origin, host)) return;
  void reply.headers({
    'access-control-allow-origin': origin,
    vary: 'origin',
    'access-control-allow-headers': `authorization, content-type, ${DEVICE_HEADER}`,
    'access-control-allow-methods': 'GET, POST, PUT',
    'access-control-max-age': '600',
  });
}

/** What a page of an origin that was not named is told. */
export const ORIGIN_DENIED: Refusal = refuse('ORIGIN_DENIED', {
  seen: 'a page of another origin',
  expected: "this server's own, or one that was named",
  todo: "Name the portal's origin when the server is started.",
}).refusal;

const malformed = (seen: string) =>
  new OnedoorError('MALFORMED', { seen, expected: 'a request of this protocol', todo: 'Use our client.' });

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  if (error instanceof OnedoorError) return send(reply, error.refusal);
  if (error instanceof UpdateRejected)
    return send(reply, { code: error.code, seen: `a request of ${error.message}`, expected: 'less', todo: 'Send it in parts.' });
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return send(reply, malformed('a body that does not fit its headers').refusal);
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return send(reply, { code: 'TOO_LARGE', seen: 'a body above the limit', expected: 'less', todo: 'Send it in parts.' });
  if (status >= 400 && status < 500) return send(reply, malformed(error instanceof Error ? error.message : 'a bad request').refusal);
  log.error({ method: request.method, route: request.routeOptions.url, error: String(error) }, 'a request failed');
  return send(reply, {
    code: 'UNAVAILABLE',
    seen: 'a fault of the server',
    expected: 'an answer',
    todo: 'Try again; the server tells why in its own log.',
  });
}

function send(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(ERRORS[refusal.code].status).type('application/json').send(errorBody(refusal));
}

/** An error as every answer carries it. */
export function errorBody({ code, seen, expected, todo, at }: Refusal): {
  code: ErrorCode;
  zh: string;
  en: string;
  seen: string;
  expected: string;
  todo: string;
  at?: string;
} {
  const { zh, en } = ERRORS[code];
  return { code, zh, en, seen, expected, todo, ...(at === undefined ? {} : { at }) };
}
