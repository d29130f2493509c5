/** One room: a case's, or with case `-` the centre's. */
export interface RoomName {
  readonly centre: string;
  readonly case: string;
  /** `case`, `joint`, `<plugin>` or `<plugin>.private`. */
  readonly room: string;
}

/** Case part of the names of rooms that belong to no case. */
export const CENTRE_CASE = '-';

const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const WIRE = /^([^/@]+)\/([^/@]+)\/([^/@]+)@([1-9][0-9]{0,8})$/;

/** `<centre>/<case>/<room>`: the room through all its epochs. */
export const roomKey = (name: RoomName): string => `${name.centre}/${name.case}/${name.room}`;

/** `<centre>/<case>/<room>@<epoch>`: what stands on the wire. The epoch rises on erasure and on restore only. */
export const wireName = (name: RoomName, epoch: number): string => `${roomKey(name)}@${epoch}`;

/** Reads a room key, or undefined where it is none. */
export function parseRoomKey(key: string): RoomName | undefined {
  const [centre, caseId, room, rest] = key.split('/');
  if (centre === undefined || caseId === undefined || room === undefined || rest !== undefined) return undefined;
  if (!PART.test(centre) || !PART.test(room) || (caseId !== CENTRE_CASE && !PART.test(caseId))) return undefined;
  return { centre, case: caseId, room };
}

/** Reads a wire name, or undefined where it is none. */
export function parseWireName(wire: string): { readonly name: RoomName; readonly epoch: number } | undefined {
  const match = WIRE.exec(wire);
  const name = match === null ? undefined : parseRoomKey(wire.slice(0, wire.lastIndexOf('@')));
  return name === undefined ? undefined : { name, epoch: Number(match?.[4]) };
}
