import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** Somebody whom the portal knows. The centre has the same id in its directory. */
export interface PortalPerson {
  readonly id: string;
  readonly name: string;
  readonly post: string;
}

/** How long a token is good: short, since it cannot be called back. A page asks for the next one by itself. */
const TOKEN_MINUTES = 5;

/** The portal's own identity provider: it signs people in with a cookie, and gives the page tokens for the centre. */
export class Identity {
  /** What a centre checks tokens by: who issued them, and for whom. */
  readonly issuer: string;
  readonly audience = 'onedoor';
  readonly #people: ReadonlyMap<string, PortalPerson>;
  readonly #key: CryptoKey;
  readonly #jwk: JWK;
  /** Person by session cookie. */
  readonly #sessions = new Map<string, string>();

  private constructor(issuer: string, people: readonly PortalPerson[], key: CryptoKey, jwk: JWK) {
    this.issuer = issuer;
    this.#people = new Map(people.map((person) => [person.id, person]));
    this.#key = key;
    this.#jwk = jwk;
  }

  static async create(issuer: string, people: readonly PortalPerson[]): Promise<Identity> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    return new Identity(issuer, people, privateKey, { ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'portal-1' });
  }

  /** The public keys, served where the centre's server looks for them. */
  get keySet(): { readonly keys: JWK[] } {
    return { keys: [this.#jwk] };
  }

  people(): readonly PortalPerson[] {
    return [...this.#people.values()];
  }

  /** Signs somebody in; the value goes into a cookie. A real portal asks for a password first. */
  signIn(person: string): string | undefined {
    if (!this.#people.has(person)) return undefined;
    const session = randomUUID();
    this.#sessions.set(session, person);
    return session;
  }

  signOut(session: string): void {
    this.#sessions.delete(session);
  }

  whoHas(session: string): PortalPerson | undefined {
    return this.#people.get(this.#sessions.get(session) ?? '');
  }

  /** A token of the person's own for the centre. */
  token(person: PortalPerson): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'portal-1' })
      .setSubject(person.id)
      .setIssuer(this.issuer)
      .setAudience(this.audience)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_MINUTES}m`)
      .sign(this.#key);
  }
}
