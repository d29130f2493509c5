import type { TermId } from './terms.js';

/** What a dispute is about, as far as the law gives it a way of its own when mediation fails. */
export const MATTERS = [
  'civil',
  'forestOwnership',
  'landOwnership',
  'expropriation',
  'landContract',
  'publicOrder',
  'personalStatus',
] as const;
export type Matter = (typeof MATTERS)[number];

/** A way on from a mediation that has failed, been refused or ended (人民调解法 art. 26). */
export const ROUTES = ['court', 'administrativeRuling', 'reconsideration', 'landArbitration', 'publicSecurity'] as const;
export type RouteId = (typeof ROUTES)[number];

export interface Route {
  readonly id: RouteId;
  /** Article that opens it, as it is cited. */
  readonly basis: string;
  /** Terms that run on it. */
  readonly terms: readonly TermId[];
  /** Nobody may fell, build or change the land until it is decided: those concerned are told in writing. */
  readonly statusQuo?: true;
}

interface MatterRule {
  readonly routes: readonly Route[];
  /** Whether a court confirms an agreement on the matter itself; what is no real right, as money from it, it may. */
  readonly confirmable: boolean;
  /** The agreement has to be signed on paper: an electronic signature does not count (电子签名法 art. 3). */
  readonly paperOnly: boolean;
}

const court: Route = { id: 'court', basis: '人民调解法 第二十六条', terms: [] };
const plain = { confirmable: true, paperOnly: false } as const;

/**
 * Which ways are offered for which matter. Ownership of land or woodland is for the government of town or county first, and
 * stays as it is meanwhile; compensation for expropriated land never goes to the land-contract arbitration.
 */
export const MATTER_RULES: Readonly<Record<Matter, MatterRule>> = {
  civil: { ...plain, routes: [court] },
  forestOwnership: {
    routes: [{ id: 'administrativeRuling', basis: '森林法 第二十二条', terms: ['ownership.suit'], statusQuo: true }],
    confirmable: false,
    paperOnly: false,
  },
  landOwnership: {
    routes: [{ id: 'administrativeRuling', basis: '土地管理法 第十四条', terms: ['ownership.suit'], statusQuo: true }],
    confirmable: false,
    paperOnly: false,
  },
  expropriation: {
    ...plain,
    routes: [{ id: 'reconsideration', basis: '农村土地承包经营纠纷调解仲裁法 第二条', terms: [] }, court],
  },
  landContract: {
    ...plain,
    routes: [
      {
        id: 'landArbitration',
        basis: '农村土地承包经营纠纷调解仲裁法 第十八条',
        terms: ['landArbitration.apply', 'landArbitration.award', 'landArbitration.suit'],
      },
      court,
    ],
  },
  publicOrder: {
    ...plain,
    routes: [{ id: 'publicSecurity', basis: '治安管理处罚法 第九条', terms: ['publicOrder.first', 'publicOrder.second'] }, court],
  },
  personalStatus: { routes: [court], confirmable: false, paperOnly: true },
};

/**
 * The ways on for a matter, the first one first.
 *
 * @example routesFor('forestOwnership').map(({ id }) => id) // ['administrativeRuling']
 */
export const routesFor = (matter: Matter): readonly Route[] => MATTER_RULES[matter].routes;
