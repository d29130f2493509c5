import { PluginElement } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { type PoliceState, policeSlice } from './acts.js';
import type { viewZh } from './locales/view-zh.js';
import type { zh } from './locales/zh.js';

export type Key = keyof typeof zh | keyof typeof viewZh;

/** What the parts of the station's screen share. */
export abstract class PoliceView extends PluginElement<Key> {
  protected get state(): PoliceState {
    return this.ctx.acts.state(policeSlice);
  }

  protected may(act: string): boolean {
    return this.ctx.acts.may(`police.${act}`).allowed;
  }

  /** Names of people one after another. */
  protected names(people: readonly string[]): string {
    return people.join(this.say('common.comma'));
  }

  /** An act that opens under a button; nothing for whom it is not. */
  protected opens(
    act: string,
    label: Key,
    form: TemplateResult,
    params?: Record<string, string | number>,
  ): TemplateResult | typeof nothing {
    if (!this.may(act)) return nothing;
    return html`<details class="act no-print"><summary>${this.t(label, params)}</summary>${form}</details>`;
  }

  /** A day, today unless another is entered: as the control's default, so that a refusal leaves what was entered. */
  protected day(name = 'on'): TemplateResult {
    return html`<input type="date" name=${name} required max=${this.ctx.clock.today()} value=${this.ctx.clock.today()} />`;
  }
}
