import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { SECTIONS, type Section } from './base.js';
import { ProfilePart } from './profile.js';

/** The centre's own page: areas, bookings, roster, staff, profile. */
export class CentrePage extends ProfilePart {
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.day === '') this.day = this.today;
  }

  protected override render(): TemplateResult {
    const sections: Readonly<Record<Section, () => TemplateResult>> = {
      areas: () => this.areasSection(),
      bookings: () => this.bookingsSection(),
      roster: () => this.rosterSection(),
      staff: () => this.staffSection(),
      profile: () => this.profileSection(),
    };
    const { section } = this;
    return html`<section aria-labelledby="title">
      <div class="sections no-print" role="group" aria-label=${this.t('sections')}>
        ${SECTIONS.map((each) => html`<button type="button" aria-pressed=${each === section ? 'true' : 'false'} @click=${() => this.#go(each)}>${this.t(each)}</button>`)}
      </div>
      <h2 id="title">${this.t(section)}${section === 'areas' || section === 'bookings' ? html` <span class="quiet">${this.dayWords(this.day)}</span>` : nothing}</h2>
      ${section === 'profile' ? nothing : this.dayTools(section === 'roster' || section === 'staff' ? 7 : 1)}
      ${this.refusal()} ${sections[section]()}
    </section>`;
  }

  #go(section: Section): void {
    this.told({ ok: true, value: undefined });
    this.section = section;
  }
}
