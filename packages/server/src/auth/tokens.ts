import { ok, type Refusal, type Result, refuse } from '@onedoor/core';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Identity } from '../connection.js';

/** Says whose token this is. */
export interface TokenVerifier {
  /** UNAUTHENTICATED or TOKEN_EXPIRED where it is nobody's. Never throws on what a client sent. */
  verify(token: string): Promise<Result<Identity>>;
}

/** Where the keys of an identity provider are, and what its tokens say. */
export interface ProviderOptions {
  /** URL of its key set, or the keys themselves. */
  readonly jwks: string | JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
}

/** Only signatures that cannot be made with what the server itself holds. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
const CLOCK_TOLERANCE_S = 5;

const UNAUTHENTICATED: Refusal = refuse('UNAUTHENTICATED', {
  seen: 'no valid token',
  expected: 'a token of this centre',
  todo: 'Sign in.',
}).refusal;
const EXPIRED: Refusal = refuse('TOKEN_EXPIRED', {
  seen: 'a token past its time',
  expected: 'a valid token',
  todo: 'Sign in again.',
}).refusal;

/** Verifies the tokens of a portal's identity provider: `sub` is the person, `exp` is required. */
export function providerVerifier({ jwks, issuer, audience }: ProviderOptions): TokenVerifier {
  const keys: JWTVerifyGetKey = typeof jwks === 'string' ? createRemoteJWKSet(new URL(jwks)) : createLocalJWKSet(jwks);
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          clockTolerance: CLOCK_TOLERANCE_S,
          requiredClaims: ['sub', 'exp'],
        });
        if (payload.sub === undefined || payload.exp === undefined) return { ok: false, refusal: UNAUTHENTICATED };
        return ok({ person: payload.sub, expiresAt: payload.exp * 1000 });
      } catch (error) {
        return { ok: false, refusal: error instanceof errors.JWTExpired ? EXPIRED : UNAUTHENTICATED };
      }
    },
  };
}

/** The token of an `Authorization: Bearer …` header. There is no other place for it: no cookie, no URL. */
export function bearerOf(header: string | undefined): string | undefined {
  const match = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(header ?? '');
  return match?.[1];
}
