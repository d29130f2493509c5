import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { styled } from '../internal/styled.js';
import { presenceStyles } from './presence.styles.js';

/**
 * Who is in a room of a case now. A person in several tabs stands here once.
 *
 * @attr case - Case id.
 * @attr room - Room of the case; `joint` by default.
 */
export class OnedoorPresence extends CaseElement {
  static override styles = [...CaseElement.styles, presenceStyles];

  @property() room = 'joint';
  readonly #room = new RoomController(this, {
    room: () => this.room,
    session: () => this.desk.session,
    case: () => this.caseId,
    collections: [],
    presence: true,
  });

  protected override render(): TemplateResult | typeof nothing {
    const people = [...new Map(this.#room.present.map((each) => [each.person, each])).values()];
    if (people.length === 0) return nothing;
    return html`<ul class="row" aria-label=${this.t('presence.title')}>
      <li class="quiet" aria-hidden="true">${this.t('presence.title')}</li>
      ${people.map((each) => {
        const name = each.name || this.nameOf(each.person);
        return html`<li ${styled({ '--hue': each.hue })} title=${this.postOf(each.person)}>
          <span class="dot" aria-hidden="true"></span>${name}${each.self ? html`<span class="quiet">${this.t('presence.self')}</span>` : nothing}
        </li>`;
      })}
    </ul>`;
  }
}
