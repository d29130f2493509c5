/** Working days within which somebody accepts what was received, until the centre decides otherwise. */
export const ACCEPT_DAYS = 1;
