import { ACCEPT, type Intent, isOfferCommand, OFFER, type OfferedChange, type RoomState } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';
import { changeWords } from '../refused/refused-words.js';
import '../locales/case-texts.js';

interface Speaker {
  t(key: MessageKey, params?: Params): string;
  nameOf(person: string): string;
  departmentOf(department: string): string;
}

/** What an offered change is about, in a few words; one of a plugin that has no words of its own is a change of content. */
export function offeredWords(change: OfferedChange, speaker: Speaker): string {
  const words = changeWords(change, speaker);
  return words === change.command ? speaker.t('offers.edit') : words;
}

/** An act by which a change is offered or answered, in a sentence; undefined for every other act. */
export function offerWords(intent: Pick<Intent, 'command' | 'args'>, state: RoomState | undefined, speaker: Speaker): string | undefined {
  if (!isOfferCommand(intent.command)) return undefined;
  const { change, offer: id } = intent.args;
  if (intent.command === OFFER) {
    const what = isChange(change) ? offeredWords(change, speaker) : speaker.t('offers.edit');
    return speaker.t('act.offer', { what });
  }
  const offer = state?.offers.get(String(id));
  const name = speaker.nameOf(offer?.by ?? '');
  const what = offer === undefined ? speaker.t('offers.edit') : offeredWords(offer.change, speaker);
  return speaker.t(intent.command === ACCEPT ? 'act.offerAccept' : 'act.offerDecline', { name, what });
}

const isChange = (value: unknown): value is OfferedChange =>
  typeof value === 'object' && value !== null && 'command' in value && typeof value.command === 'string' && 'args' in value;
