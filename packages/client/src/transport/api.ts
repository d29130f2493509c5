import {
  type BulkRequestInput,
  type BulkResponse,
  type CompareResponse,
  compareResponse,
  DEVICE_HEADER,
  type DeviceRequest,
  type DeviceResponse,
  decodeBulkResponse,
  deviceResponse,
  encodeBulk,
  type FieldHistory,
  type FieldRef,
  fieldHistory,
  type HistoryResponse,
  historyResponse,
  isErrorCode,
  type MeResponse,
  meResponse,
  ok,
  parseHead,
  type Refusal,
  type Result,
  type RoomRef,
  type RowsResponse,
  refuse,
  rowsResponse,
} from '@onedoor/core';
import type { HttpAnswer, Platform } from '../platform.js';
import type { TokenKeeper } from './token.js';

const utf8 = new TextEncoder();
const JSON_BODY = { 'content-type': 'application/json' };
const BINARY = 'application/octet-stream';

/** The most that a server gives at once by default (its limit `maxRows`). */
const ROWS_A_PAGE = 500;

/** The server's HTTP side. What goes wrong is a value: OFFLINE where no answer came, UNAUTHENTICATED where a sign-in is needed. */
export class Api {
  /** Named with every request once it is known: what is revoked is told so by any answer. */
  device: string | undefined;
  readonly #base: string;
  readonly #platform: Platform;
  readonly #tokens: TokenKeeper;

  constructor(server: string, platform: Platform, tokens: TokenKeeper) {
    this.#base = server.replace(/\/+$/, '');
    this.#platform = platform;
    this.#tokens = tokens;
  }

  me(): Promise<Result<MeResponse>> {
    return this.#json('/api/me', (body) => meResponse.safeParse(body).data);
  }

  /** The server's part of the key of this device's store. */
  openDevice(request: DeviceRequest): Promise<Result<DeviceResponse>> {
    return this.post('/api/device', request, (body) => deviceResponse.safeParse(body).data);
  }

  /** The server forgets its part: what is left here, even in a copy of the disk, opens no more. */
  async forgetDevice(device: string): Promise<Result<void>> {
    const answer = await this.#request('POST', '/api/device/forget', JSON_BODY, utf8.encode(JSON.stringify({ device })));
    return answer.ok ? ok(undefined) : answer;
  }

  rows(cursor: number, limit = ROWS_A_PAGE): Promise<Result<RowsResponse>> {
    return this.#json(`/api/rows?cursor=${cursor}&limit=${limit}`, (body) => rowsResponse.safeParse(body).data);
  }

  history(ref: RoomRef, options: { readonly before?: number; readonly limit: number }): Promise<Result<HistoryResponse>> {
    const query = new URLSearchParams({ case: ref.case, room: ref.room, limit: String(options.limit) });
    if (options.before !== undefined) query.set('before', String(options.before));
    return this.#json(`/api/history?${query}`, (body) => historyResponse.safeParse(body).data);
  }

  fieldHistory(
    ref: RoomRef,
    field: FieldRef,
    options: { readonly before?: number; readonly from?: number; readonly limit?: number } = {},
  ): Promise<Result<FieldHistory>> {
    const query = new URLSearchParams({ case: ref.case, room: ref.room, ...field });
    for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, String(value));
    return this.#json(`/api/attribution?${query}`, (body) => fieldHistory.safeParse(body).data);
  }

  compare(ref: RoomRef, span: { readonly from: number; readonly until: number }): Promise<Result<CompareResponse>> {
    const query = new URLSearchParams({ case: ref.case, room: ref.room, from: String(span.from), until: String(span.until) });
    return this.#json(`/api/compare?${query}`, (body) => compareResponse.safeParse(body).data);
  }

  /** Undefined for a centre whose log is empty. */
  recordHead(): Promise<Result<{ readonly line: string; readonly publicKey: string } | undefined>> {
    return this.#json('/api/record/head', (body) => {
      if (!isRecord(body) || typeof body['publicKey'] !== 'string') return undefined;
      const { head: line, publicKey } = body;
      return { value: typeof line === 'string' && parseHead(line) !== undefined ? { line, publicKey } : undefined };
    }).then((answer) => (answer.ok ? ok(answer.value.value) : answer));
  }

  async sync(request: BulkRequestInput): Promise<Result<BulkResponse>> {
    const answer = await this.#request('POST', '/api/sync', { 'content-type': BINARY }, encodeBulk(request));
    if (!answer.ok) return answer;
    const response = decodeBulkResponse(answer.value.body);
    return response === undefined ? unreadable('/api/sync') : ok(response);
  }

  async putBlob(wire: string, hash: string, type: string, bytes: Uint8Array): Promise<Result<void>> {
    const answer = await this.#request('PUT', blobPath(wire, hash), { 'content-type': type }, bytes);
    return answer.ok ? ok(undefined) : answer;
  }

  async getBlob(wire: string, hash: string): Promise<Result<Uint8Array>> {
    const answer = await this.#request('GET', blobPath(wire, hash), {});
    return answer.ok ? ok(answer.value.body) : answer;
  }

  #json<T>(path: string, read: (body: unknown) => T | undefined): Promise<Result<T>> {
    return this.#read(path, this.#request('GET', path, { accept: 'application/json' }), read);
  }

  /** For what is asked with a body. @param read undefined for what is no answer to it */
  post<T>(path: string, body: unknown, read: (body: unknown) => T | undefined): Promise<Result<T>> {
    return this.#read(path, this.#request('POST', path, JSON_BODY, utf8.encode(JSON.stringify(body))), read);
  }

  async #read<T>(path: string, asked: Promise<Result<HttpAnswer>>, read: (body: unknown) => T | undefined): Promise<Result<T>> {
    const answer = await asked;
    if (!answer.ok) return answer;
    const value = read(readJson(answer.value.body));
    return value === undefined ? unreadable(path) : ok(value);
  }

  async #request(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: Uint8Array,
  ): Promise<Result<HttpAnswer>> {
    for (let attempt = 0; ; attempt++) {
      const token = attempt === 0 ? await this.#tokens.get() : await this.#tokens.refresh();
      if (token === undefined) return this.#tokens.unreachable ? NO_NETWORK : NO_SIGN_IN;
      let answer: HttpAnswer;
      try {
        answer = await this.#platform.request({
          method,
          url: this.#base + path,
          headers: {
            ...headers,
            authorization: `Bearer ${token}`,
            ...(this.device === undefined ? {} : { [DEVICE_HEADER]: this.device }),
          },
          ...(body === undefined ? {} : { body }),
        });
      } catch {
        return NO_NETWORK;
      }
      if (answer.status >= 200 && answer.status < 300) return ok(answer);
      // Once: the token may have ended on the way.
      if (answer.status === 401 && attempt === 0) continue;
      return { ok: false, refusal: refusalOf(answer) };
    }
  }
}

const NO_NETWORK = refuse('OFFLINE', {
  seen: 'no answer from the server',
  expected: 'a network',
  todo: 'Go on working; what you do is sent later.',
});
const NO_SIGN_IN = refuse('UNAUTHENTICATED', { seen: 'no sign-in', expected: 'a token', todo: 'Sign in.' });

const blobPath = (wire: string, hash: string): string => `/api/blobs/${wire}/${hash}`;
const unreadable = (path: string) =>
  refuse('MALFORMED', {
    seen: `an answer to ${path} that is none`,
    expected: 'an Onedoor server of this version',
    todo: 'Check the address of the server, or reload the page.',
  });

function readJson(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return value;
  } catch {
    return undefined;
  }
}

function refusalOf({ status, body }: HttpAnswer): Refusal {
  const json = readJson(body);
  const found = readRefusal(json) ?? (isRecord(json) ? (readRefusal(json['refusal']) ?? readRefusal(json['error'])) : undefined);
  if (found !== undefined) return found;
  const code =
    status === 401
      ? 'TOKEN_EXPIRED'
      : status === 403
        ? 'FORBIDDEN'
        : status === 404
          ? 'NOT_FOUND'
          : status === 413
            ? 'TOO_LARGE'
            : status === 426
              ? 'CLIENT_TOO_OLD'
              : status >= 500
                ? 'UNAVAILABLE'
                : 'MALFORMED';
  return { code, seen: `HTTP ${status}`, expected: 'an answer', todo: status >= 500 ? 'It is tried again by itself.' : 'Reload the page.' };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A refusal as the server writes it; codes of a newer server become UNAVAILABLE, which keeps the change and tries again. */
export function readRefusal(value: unknown): Refusal | undefined {
  if (!isRecord(value) || typeof value['code'] !== 'string') return undefined;
  const at = value['at'];
  return {
    code: isErrorCode(value['code']) ? value['code'] : 'UNAVAILABLE',
    seen: words(value['seen']),
    expected: words(value['expected']),
    todo: words(value['todo']),
    ...(typeof at === 'string' ? { at } : {}),
  };
}
