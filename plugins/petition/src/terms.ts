import { type Deadline, deadline, type LegalDate, type Term } from '@onedoor/core';

/**
 * Terms of 信访工作条例 (2022-05-01). 日 are natural days that do not move when the last one is not worked; the objection of
 * art. 23 alone counts working days. The day of the act that starts a term does not count.
 */
const natural = (days: number): Term => ({ days, unit: 'natural', rollOver: false });

/** Longest extension (art. 34). */
export const MAX_EXTENSION_DAYS = 30;

/** Transfer, assignment or report, from the day of registration (art. 22). */
export const transferDue = (registeredOn: LegalDate): Deadline => deadline(registeredOn, natural(15));
/** Telling the petitioner, from the day the body received it (art. 23). */
export const noticeDue = (receivedOn: LegalDate): Deadline => deadline(receivedOn, natural(15));
/** An objection of a body that has no remit, from the day it received the matter (art. 23). */
export const objectionDue = (receivedOn: LegalDate): Deadline => deadline(receivedOn, { days: 5, unit: 'working' });
/** The written opinion, from the day of acceptance (art. 34). */
export const handlingDue = (acceptedOn: LegalDate, extendedBy: number): Deadline => deadline(acceptedOn, natural(60 + extendedBy));
/** Until when a petitioner may ask for a review or a re-review, from the day the answer was received (art. 35, 36). */
export const reviewOpenUntil = (deliveredOn: LegalDate): Deadline => deadline(deliveredOn, natural(30));
/** The answer to a review, from the day it was asked for (art. 35). */
export const reviewDue = (askedOn: LegalDate): Deadline => deadline(askedOn, natural(30));
/** The answer to a re-review; days of hearings are not counted (art. 36). */
export const recheckDue = (askedOn: LegalDate, hearingDays: number): Deadline => deadline(askedOn, natural(30 + hearingDays));
