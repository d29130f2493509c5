import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { RoomController } from '../controllers/room-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { departmentHue } from '../internal/hue.js';
import { sealStyles } from '../internal/parts.styles.js';
import { sealView } from '../internal/seal.js';
import { presenceStyles } from './presence.styles.js';
import '../locales/case-texts.js';

/**
 * Who is in a room of a case now, each with the seal of the department. A person in several tabs stands here once.
 *
 * @attr case - Case id.
 * @attr room - Room of the case; `joint` by default.
 * @csspart person - One person.
 */
export class OnedoorPresence extends CaseElement {
  static override styles = [...CaseElement.styles, sealStyles, presenceStyles];

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
      ${repeat(
        people,
        ({ person }) => person,
        (each) => {
          const name = each.name || this.nameOf(each.person);
          const department = this.directory.value?.people[each.person]?.department ?? '';
          return html`<li part="person" title=${this.postOf(each.person)}>
            ${sealView(name, departmentHue(department), '')}<span class="name">${name}</span>${each.self ? html`<span class="quiet">${this.t('presence.self')}</span>` : nothing}
          </li>`;
        },
      )}
    </ul>`;
  }
}
