import {
  type BulkRequestInput,
  type BulkRoomResponse,
  decodeBulkResponse,
  encodeBulk,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
} from '@onedoor/core';

/** One room of a bulk request, as a device without a page sends it. */
export async function postBulk(server: string, token: string, room: BulkRequestInput['rooms'][number]): Promise<BulkRoomResponse> {
  const answer = await fetch(`${server}/api/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: Uint8Array.from(encodeBulk({ protocol: PROTOCOL_VERSION, schema: SCHEMA_VERSION, device: 'e2e-device', rooms: [room] })),
  });
  const [response] = decodeBulkResponse(new Uint8Array(await answer.arrayBuffer()))?.rooms ?? [];
  if (response === undefined || response.refusal !== undefined)
    throw new Error(`no answer: ${answer.status} ${JSON.stringify(response?.refusal)}`);
  return response;
}

/** A token of the demo issuer, which asks for no password. */
export async function demoToken(server: string, person: string): Promise<string> {
  const answer = await fetch(`${server}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  const body: unknown = await answer.json();
  if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string')
    throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.token;
}
