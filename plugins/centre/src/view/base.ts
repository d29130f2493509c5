import { type ActRequest, addDays, clocksOf } from '@onedoor/core';
import { PluginElement, type PluginRoom } from '@onedoor/elements';
import { state } from 'lit/decorators.js';
import { type Days, daysSlice, roomOfDay } from '../days.js';
import { type Area, type House, houseSlice, inOrder, type Post } from '../house.js';
import type { viewZh } from '../locales/view-zh.js';
import { centreStyles } from './centre.styles.js';

export type Key = keyof typeof viewZh;
export const SECTIONS = ['areas', 'bookings', 'roster', 'staff', 'profile'] as const;
export type Section = (typeof SECTIONS)[number];

/** What all parts of the centre's page share: its rooms, its days, names in the reader's language. */
export abstract class CentreBase extends PluginElement<Key> {
  static override styles = [...PluginElement.styles, centreStyles];

  @state() protected section: Section = 'areas';
  /** The day that is looked at; the roster shows its week. */
  @state() protected day = '';

  protected get house(): House {
    return this.ctx.acts.state(houseSlice);
  }
  protected get areas(): readonly Area[] {
    return inOrder(this.house.rooms);
  }
  protected get posts(): readonly Post[] {
    return inOrder(this.house.posts).filter(({ closed }) => closed !== true);
  }
  protected get manages(): boolean {
    return this.ctx.acts.may('centre.room').allowed;
  }
  protected get today(): string {
    return this.ctx.clock.today();
  }

  protected roomOf(day: string): PluginRoom {
    return this.ctx.in(roomOfDay(day));
  }
  protected daysOf(day: string): Days {
    return this.roomOf(day).acts.state(daysSlice);
  }
  /** As the server has logged them: what is beyond is this person's own and waits. */
  protected loggedOf(day: string): Days {
    return this.roomOf(day).acts.logged(daysSlice);
  }

  protected named({ name, nameEn }: { readonly name: string; readonly nameEn?: string | undefined }): string {
    return this.ctx.locale === 'en' ? (nameEn ?? name) : name;
  }
  protected areaName(id: string): string {
    const area = this.house.rooms[id];
    return area === undefined ? id : this.named(area);
  }
  protected postName(id: string): string {
    const post = this.house.posts[id];
    return post === undefined ? id : this.named(post);
  }

  /** Monday to Sunday of the day's week. */
  protected get week(): readonly string[] {
    const weekday = (new Date(`${this.day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return Array.from({ length: 7 }, (_, at) => addDays(this.day, at - weekday));
  }
  /** `周一 10月14日`, and whether nobody works then. */
  protected dayWords(day: string): string {
    const weekday = new Intl.DateTimeFormat(this.ctx.locale === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short', timeZone: 'UTC' });
    return `${weekday.format(new Date(`${day}T00:00:00Z`))} ${this.ctx.i18n.date(day)}`;
  }
  protected isRest(day: string): boolean {
    return !clocksOf(this.ctx.settings).calendar.kindOf(day).working;
  }

  /** Does an act among the days of a year; a form that it came from is emptied and closed. */
  protected async actOn(day: string, request: ActRequest, form?: HTMLFormElement): Promise<boolean> {
    const stored = this.told(await this.roomOf(day).acts.run(request));
    if (stored && form !== undefined) {
      form.reset();
      const place = form.closest('details');
      if (place !== null) place.open = false;
    }
    return stored;
  }
}
