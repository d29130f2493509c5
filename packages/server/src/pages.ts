import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
/** `main-4F3K2A9Z.js`: the name changes with the content, so that a browser may keep it for good. */
const HASHED = /[.-][A-Za-z0-9_]{8,}\.(?:js|mjs|css|woff2|png|svg|wasm|map)$/;
const FOR_GOOD = 'public, max-age=31536000, immutable';
/** Long enough for the pages of one visit, short enough that a new version is everywhere within minutes. */
const EMBED_ENTRY = 'public, max-age=300, must-revalidate';
const HOST = /^[A-Za-z0-9.:[\]-]+$/;

/** What a page of ours may load and talk to: this server, and nothing else. */
export function contentSecurityPolicy(host: string | undefined): string {
  const sockets = host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    `connect-src 'self'${sockets}`,
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** Serves the files of a folder; a path without extension gets `index.html`, which then shows what the path names. */
export async function servePage(dir: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return serveFile(dir, request.url, request, reply, (name) => ({
    // A worker or page that a browser kept would run for days against a newer server.
    'cache-control': HASHED.test(name) && !name.endsWith('sw.js') ? FOR_GOOD : 'no-cache',
    'content-security-policy': contentSecurityPolicy(request.headers.host),
    'referrer-policy': 'no-referrer',
  }));
}

/** Serves the script for portals, to pages of any origin: it holds no secret, and what it then asks for needs a token. */
export async function serveEmbed(dir: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return serveFile(dir, request.url.slice('/embed'.length), request, reply, (name) => ({
    'cache-control': HASHED.test(name) ? FOR_GOOD : EMBED_ENTRY,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  }));
}

async function serveFile(
  dir: string,
  url: string,
  request: FastifyRequest,
  reply: FastifyReply,
  headers: (name: string) => Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  const path = filePath(dir, url);
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || found?.isFile() !== true) {
    reply.callNotFound();
    return reply;
  }
  return reply
    .headers({
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': found.size,
      'x-content-type-options': 'nosniff',
      ...headers(path.slice(dir.length)),
    })
    .send(request.method === 'HEAD' ? undefined : createReadStream(path));
}

function filePath(dir: string, url: string): string | undefined {
  try {
    const wanted = decodeURIComponent(url.split('?')[0] ?? '/');
    if (wanted.includes('\0')) return undefined;
    const path = normalize(join(dir, extname(wanted) === '' ? 'index.html' : wanted));
    return path.startsWith(normalize(dir + sep)) ? path : undefined;
  } catch {
    return undefined;
  }
}
