import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError } from '@onedoor/core';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import * as z from 'zod';
import { providerVerifier, type TokenVerifier } from './tokens.js';

const ISSUER = 'onedoor-demo';
const jwkSchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() });

/** Signs anybody in who is in the directory, without asking who they are: for examples and tests. */
export interface DemoIssuer extends TokenVerifier {
  /** @param lifeMs how long it holds */
  issue(person: string, lifeMs: number): Promise<{ readonly token: string; readonly expiresAt: number }>;
}

/**
 * Makes the demo issuer of a centre.
 *
 * @param dir data folder whose `keys/demo-issuer.json` holds the key, so that a restart signs nobody out; without it
 *   the key ends with the process
 * @throws PRODUCTION_DEMO when NODE_ENV is `production`
 */
export async function createDemoIssuer(audience: string, dir?: string, now: () => number = Date.now): Promise<DemoIssuer> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new OnedoorError('PRODUCTION_DEMO', {
      seen: 'the demo sign-in with NODE_ENV=production',
      expected: 'an identity provider',
      todo: 'Name the key set of your identity provider with --jwks, --issuer and --audience.',
    });
  }
  const secret = await demoKey(dir);
  const key = await importJWK(secret, 'EdDSA');
  const open: JWK = { kty: secret.kty, crv: secret.crv, x: secret.x, alg: 'EdDSA', kid: 'demo' };
  const verifier = providerVerifier({ jwks: { keys: [open] }, issuer: ISSUER, audience });
  return {
    verify: (token) => verifier.verify(token),
    async issue(person, lifeMs) {
      const expiresS = Math.floor((now() + lifeMs) / 1000);
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', kid: 'demo' })
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setSubject(person)
        .setExpirationTime(expiresS)
        .sign(key);
      return { token, expiresAt: expiresS * 1000 };
    },
  };
}

async function demoKey(dir: string | undefined): Promise<z.infer<typeof jwkSchema>> {
  const path = dir === undefined ? undefined : join(dir, 'keys', 'demo-issuer.json');
  if (path !== undefined && existsSync(path)) return jwkSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const made = jwkSchema.parse(await exportJWK(privateKey));
  if (dir !== undefined && path !== undefined) {
    mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
    writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  }
  return made;
}
