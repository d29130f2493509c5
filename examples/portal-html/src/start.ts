import { demoPeople, startExampleCentre } from 'example-centre';
import { Portal } from './portal.js';

/** Ports and folder of the two servers; port 0 takes a free one. */
export interface PortalExampleOptions {
  readonly portalPort: number;
  readonly centrePort: number;
  /** Data folder of the centre. */
  readonly data: string;
  /** Folder of the portal's pages; its own where none is named. */
  readonly pages?: string;
}

/** The portal and the centre that it shows, each on an origin of its own. */
export async function startPortalExample({ portalPort, centrePort, data, pages }: PortalExampleOptions) {
  const portal = await Portal.start(
    portalPort,
    demoPeople.map(({ id, name, post }) => ({ id, name, post })),
    pages,
  );
  try {
    const { issuer, audience } = portal.identity;
    const centre = await startExampleCentre({
      data,
      port: centrePort,
      auth: { jwks: `${portal.url}/.well-known/jwks.json`, issuer, audience },
      origins: [portal.url],
    });
    // By name, as the portal's own: a portal and its centre rarely share an address.
    const centreUrl = `http://localhost:${centre.port}`;
    portal.show(centreUrl);
    return {
      portalUrl: portal.url,
      centreUrl,
      centre,
      async close() {
        await portal.close();
        await centre.close();
      },
    };
  } catch (error) {
    await portal.close();
    throw error;
  }
}
