import { parseRoomKey, type RoomName } from '@onedoor/core';

/** What a room's key names; empty parts for what is no key. */
export const nameOfRoom = (room: string): RoomName => parseRoomKey(room) ?? { centre: '', case: '', room: '' };
