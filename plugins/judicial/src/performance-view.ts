import { clockState, formatFen } from '@onedoor/core';
import { field, formValue, guardComposition, onSubmit, type PluginContext, yuanToFen } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { isBinding, type JudicialState, judicialSlice, paymentsOf, type Receipt } from './acts.js';
import type { viewZh } from './locales/view-zh.js';

const { request } = judicialSlice;
const ALL = 'all';
/** A shape for each state: told apart without colour. */
const SIGNS = { running: '○', soon: '▲', due: '◆', overdue: '■' } as const;

/** What the performance of an agreement needs of the element that shows it. */
export interface PerformanceHost {
  readonly ctx: PluginContext;
  readonly t: (key: keyof typeof viewZh, params?: Readonly<Record<string, string | number>>) => string;
  readonly act: (request: Parameters<PluginContext['acts']['run']>[0], form: HTMLFormElement) => unknown;
}

/**
 * How the payments of a signed agreement stand: paid, in part, open, overdue; the receipts; forms to record one and to void one
 * that was entered by mistake. Nothing where the agreement has no payments, or is not in effect.
 */
export function performanceView(state: JudicialState, host: PerformanceHost): TemplateResult | typeof nothing {
  const payments = paymentsOf(state);
  if (payments.length === 0 || !isBinding(state)) return nothing;
  const { ctx, t } = host;
  const today = ctx.clock.today();
  const may = (act: string) => ctx.acts.may(`judicial.${act}`).allowed;
  const receipts = state.receipts ?? [];
  const former = receipts.filter(({ hash, voided }) => voided === undefined && hash !== state.signed?.hash).length;
  const open = payments.flatMap((payment, at) => (payment.paidFen < payment.amountFen ? [{ ...payment, at }] : []));
  const standOf = ({ paidFen, amountFen, dueOn }: (typeof payments)[number]): TemplateResult => {
    if (paidFen >= amountFen) return html`<span aria-hidden="true">●</span> ${t('pay.paid')}`;
    const state = dueOn === undefined ? 'running' : clockState(dueOn, today);
    const paid =
      paidFen > 0
        ? t('pay.part', { amount: formatFen(paidFen), open: formatFen(amountFen - paidFen) })
        : state === 'running'
          ? t('pay.open')
          : '';
    return html`<span aria-hidden="true">${SIGNS[state]}</span> ${paid}${state === 'running' ? nothing : html`${paid === '' ? nothing : ' · '}${t(`pay.${state}`)}`}`;
  };
  const record = (form: HTMLFormElement): void => {
    const row = formValue(form, 'row');
    const amount = form.querySelector<HTMLInputElement>('[name=amount]');
    const typed = yuanToFen(formValue(form, 'amount'));
    const paid =
      row === ALL
        ? open.map(({ at, amountFen, paidFen }) => ({ row: at, amountFen: amountFen - paidFen }))
        : typed === undefined
          ? undefined
          : [{ row: Number(row), amountFen: typed }];
    amount?.setAttribute('aria-invalid', String(paid === undefined));
    if (paid === undefined || state.signed === undefined) return;
    const { hash } = state.signed;
    host.act(request.recordReceipt({ on: formValue(form, 'on'), hash, paid, proof: formValue(form, 'proof').trim() }), form);
  };
  /** Who pays everything pays what is open; no amount is asked for. */
  const choose = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const amount = event.currentTarget.form?.querySelector<HTMLInputElement>('[name=amount]');
    if (amount !== null && amount !== undefined) amount.disabled = event.currentTarget.value === ALL;
  };
  return html`<section class="part" aria-labelledby="performance">
    <h3 id="performance">${t('pay.state')}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${t('pay.state')}>
      <table>
        <thead><tr><th scope="col" class="end">${t('pay.no')}</th><th scope="col">${t('pay.payee')}</th><th scope="col" class="end">${t('pay.amount')}</th><th scope="col">${t('pay.dueOn')}</th><th scope="col">${t('pay.state')}</th></tr></thead>
        <tbody>
          ${payments.map(
            (payment, at) => html`<tr>
              <td class="end number">${at + 1}</td><th scope="row">${payment.payee}</th><td class="end number">${formatFen(payment.amountFen)}</td>
              <td class="number">${payment.dueOn === undefined ? '' : ctx.i18n.date(payment.dueOn)}</td><td>${standOf(payment)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      open.length === 0 || !may('recordReceipt')
        ? nothing
        : html`<details class="act no-print"><summary>${t('pay.record')}</summary>
            <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(record)}>
              <div class="grid">
                ${field(t('pay.row'), html`<select name="row" required @change=${choose}>${open.map(({ at, payee, amountFen, paidFen }) => html`<option value=${at}>${at + 1} · ${payee} · ${formatFen(amountFen - paidFen)}</option>`)}${open.length < 2 ? nothing : html`<option value=${ALL}>${t('pay.all', { count: open.length })}</option>`}</select>`)}
                ${field(t('pay.amount'), html`<input name="amount" required inputmode="decimal" autocomplete="off" />`)}
                ${field(t('pay.on'), html`<input type="date" name="on" required max=${today} value=${today} />`)}
                ${field(t('pay.proof'), html`<input name="proof" required maxlength="300" autocomplete="off" placeholder=${t('pay.proofHint')} />`)}
              </div>
              <button type="submit" class="primary">${t('pay.record')}</button>
            </form></details>`
    }
    ${receipts.length === 0 ? nothing : html`<h4>${t('pay.received')}</h4>${former === 0 ? nothing : html`<p class="quiet">${t('pay.former', { count: former })}</p>`}<ol>${receipts.map((receipt, at) => (receipt.hash !== state.signed?.hash ? nothing : receiptView(receipt, at, receipt.paid.length === 1 ? (payments[receipt.paid[0]?.row ?? 0]?.payee ?? '') : t('pay.many', { count: receipt.paid.length }), may('voidReceipt'), host)))}</ol>`}
  </section>`;
}

function receiptView(
  { on, paid, proof, voided }: Receipt,
  at: number,
  payee: string,
  mayVoid: boolean,
  { ctx, t, act }: PerformanceHost,
): TemplateResult {
  const words = t('pay.receipt', {
    number: at + 1,
    on: ctx.i18n.date(on),
    payee,
    amount: formatFen(paid.reduce((sum, { amountFen }) => sum + amountFen, 0)),
    proof,
  });
  const reject = (form: HTMLFormElement) => act(request.voidReceipt({ receipt: at, reason: formValue(form, 'reason') }), form);
  return html`<li>
    <p>${voided === undefined ? words : html`<s>${words}</s> ${t('pay.voided', { reason: voided.reason })}`}</p>
    ${
      voided !== undefined || !mayVoid
        ? nothing
        : html`<details class="no-print"><summary>${t('pay.voidOf', { number: at + 1 })}</summary>
            <form class="row" @keydown=${guardComposition} @submit=${onSubmit(reject)}>${field(t('pay.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}<button type="submit">${t('pay.void')}</button></form></details>`
    }
  </li>`;
}
