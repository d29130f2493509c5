import { columnKey } from '@onedoor/elements/tables';
import type { Mapping } from '../desk.js';
import { FIELDS, type Field } from './fields.js';

/** Names under which hotlines send them: words of the trade and names of public interfaces. The first is the one that is exported. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  no: ['工单编号', '工单号', '工单流水号', '受理编号', '流水号', '编号', 'orderNo', 'orderId'],
  receivedAt: ['受理时间', '受理日期', '来电时间', '登记时间', '诉求时间', '创建时间', 'acceptTime', 'createTime'],
  kind: ['诉求类型', '工单类型', '诉求类别', '类型', 'appealType'],
  urgency: ['紧急程度', '紧急级别', '缓急程度', 'urgencyLevel'],
  caller: ['来电人', '来电人姓名', '诉求人', '反映人', '联系人', '姓名', 'callerName'],
  phone: ['联系电话', '来电号码', '电话号码', '手机号', '手机号码', '联系方式', '电话', 'contactPhone'],
  identity: ['身份证号', '身份证号码', '公民身份号码', '证件号码'],
  title: ['诉求标题', '工单标题', '标题', 'appealSubject'],
  content: ['诉求内容', '工单内容', '反映内容', '诉求描述', '问题描述', '内容', 'content'],
  place: ['事发地址', '事发地点', '诉求地址', '地址', 'incidentAddress'],
  category: ['诉求分类', '问题分类', '事项分类', '分类'],
  channel: ['诉求渠道', '来源渠道', '受理渠道', '渠道', '来源'],
  unit: ['承办单位', '主办单位', '办理单位', '承办单位/主办单位', '承办/主办单位', '承办/主办', 'assignedDept'],
  assist: ['协办单位', '承办单位/协办单位', '承办/协办单位', '承办/协办'],
  limit: ['办理期限', '办理时限', '办结时限', '时限', 'expectedDeadline'],
  confidential: ['是否保密', '保密'],
  remark: ['备注', '说明', 'remark'],
};

const BY_NAME = new Map(FIELDS.flatMap((field) => NAMES[field].map((name) => [columnKey(name), field] as const)));

/** The name under which a field is exported. */
export const nameOf = (field: Field): string => NAMES[field][0] ?? field;
export const isKnownName = (name: string): boolean => BY_NAME.has(columnKey(name));

/**
 * Which field each column is: as it was chosen for this source before, else by its name. A field stands for one column: the
 * first that names it.
 */
export function fieldsOf(columns: readonly string[], remembered: Mapping = {}): (Field | undefined)[] {
  const taken = new Set<Field>();
  const known = (field: string | undefined): Field | undefined => FIELDS.find((each) => each === field);
  const own = columns.map((column) => (Object.hasOwn(remembered, column) ? (known(remembered[column]) ?? 'none') : undefined));
  for (const field of own) if (field !== undefined && field !== 'none') taken.add(field);
  return columns.map((column, at) => {
    const chosen = own[at];
    if (chosen !== undefined) return chosen === 'none' ? undefined : chosen;
    const field = BY_NAME.get(columnKey(column));
    if (field === undefined || taken.has(field)) return undefined;
    taken.add(field);
    return field;
  });
}

/** What is remembered for a source: every column with its field, those that are left out too. */
export const mappingOf = (columns: readonly string[], fields: readonly (Field | undefined)[]): Mapping =>
  Object.fromEntries(columns.flatMap((column, at) => (column === '' ? [] : [[column.slice(0, 200), fields[at] ?? '']])));
