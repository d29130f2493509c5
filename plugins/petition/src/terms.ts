import { type Deadline, explainDeadline, type LegalDate, TERMS } from '@onedoor/core';

/** Longest extension (信访工作条例 art. 34). */
export const MAX_EXTENSION_DAYS = TERMS['letters.handling'].extension.days;

const due = (term: keyof typeof TERMS, startedOn: LegalDate, extendedBy = 0): Deadline => {
  const { dueOn, provisional } = explainDeadline(startedOn, TERMS[term].term, { extendedBy });
  return { dueOn, provisional };
};

/** Transfer, assignment or report, from the day of registration (art. 22). */
export const transferDue = (registeredOn: LegalDate): Deadline => due('letters.transfer', registeredOn);
/** Telling the petitioner, from the day the body received it (art. 23). */
export const noticeDue = (receivedOn: LegalDate): Deadline => due('letters.notice', receivedOn);
/** An objection of a body that has no remit, from the day it received the matter (art. 23). */
export const objectionDue = (receivedOn: LegalDate): Deadline => due('letters.objection', receivedOn);
/** The written opinion, from the day of acceptance (art. 34). */
export const handlingDue = (acceptedOn: LegalDate, extendedBy: number): Deadline => due('letters.handling', acceptedOn, extendedBy);
/** Until when a petitioner may ask for a review or a re-review, from the day the answer was received (art. 35, 36). */
export const reviewOpenUntil = (deliveredOn: LegalDate): Deadline => due('letters.askReview', deliveredOn);
/** The answer to a review, from the day it was asked for (art. 35). */
export const reviewDue = (askedOn: LegalDate): Deadline => due('letters.review', askedOn);
/** The answer to a re-review; days of hearings are not counted (art. 36). */
export const recheckDue = (askedOn: LegalDate, hearingDays: number): Deadline => due('letters.recheck', askedOn, hearingDays);
