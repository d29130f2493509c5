/** Who is told of an error and how: HTTP status, WebSocket close code where the socket ends with it, sentence for people. */
export interface ErrorKind {
  /** HTTP status of a response that carries this code. */
  readonly status: number;
  /** WebSocket close code; absent where the socket stays open. */
  readonly close?: number;
  readonly zh: string;
  readonly en: string;
}

/**
 * The one list of error codes. Codes are frozen (labels may change, ids may not) and shared by library, wire,
 * command line and screens. Close codes follow what a stock y-websocket client does with them: 44xx and 1009 are
 * told once and not retried, 4503 is retried.
 */
export const ERRORS = {
  // what a caller passed
  BAD_ARGS: { status: 400, zh: '填写的内容不符合要求', en: 'What was entered does not fit' },
  BAD_VALUE: { status: 400, zh: '字段的值不符合要求', en: 'The value of a field does not fit' },
  UNKNOWN_COMMAND: { status: 400, zh: '没有这个操作', en: 'There is no such command' },
  UNKNOWN_RECORD: { status: 404, zh: '没有这条记录', en: 'There is no such record' },
  RECORD_DAMAGED: { status: 422, zh: '记录已损坏，保留原值', en: 'The record is damaged; its raw value is kept' },
  TEXT_MOVED: { status: 409, zh: '原文已变，找不到修改的位置', en: 'The text has changed; the place of the edit was not found' },
  // definitions, at start
  SCHEMA_FIELD_WITHOUT_KIND: { status: 500, zh: '字段没有合并方式', en: 'A field has no merge kind' },
  SCHEMA_DUPLICATE: { status: 500, zh: '名称重复定义', en: 'A name is defined twice' },
  MANIFEST_INVALID: { status: 500, zh: '插件清单不合格', en: 'The plugin manifest does not fit' },
  PLUGIN_API_RANGE: { status: 500, zh: '插件与本版本不相容', en: 'The plugin does not fit this version' },
  NOT_GRANTED: { status: 500, zh: '插件没有申请这项资料', en: 'The plugin has no grant for this' },
  PLUGIN_BROKEN: { status: 500, zh: '插件无法加载', en: 'The plugin cannot be loaded' },
  DUPLICATE_YJS: { status: 500, zh: '页面里有两份 Yjs', en: 'Two copies of Yjs are on this page' },
  DUPLICATE_ONEDOOR: { status: 500, zh: '页面里有两份一扇门', en: 'Two copies of Onedoor are on this page' },
  // rights
  UNAUTHENTICATED: { status: 401, close: 4401, zh: '请先登录', en: 'Sign in first' },
  TOKEN_EXPIRED: { status: 401, close: 4401, zh: '登录已过期，请重新登录', en: 'The sign-in has expired; sign in again' },
  TOKEN_SOURCE: { status: 401, zh: '门户没有给出登录凭据，请联系门户管理员', en: 'The portal gave no sign-in; ask whoever runs it' },
  FORBIDDEN: { status: 403, close: 4403, zh: '没有权限，或不存在', en: 'Not yours to see, or not there' },
  NOT_PERMITTED: { status: 403, zh: '您没有做这件事的权限', en: 'You have no right to do this' },
  PURPOSE_REQUIRED: { status: 403, close: 4428, zh: '请先写明查阅目的', en: 'State what you read this for first' },
  CASE_EXISTS: { status: 409, zh: '案件编号已被占用', en: 'The id of the case is taken' },
  // acts
  ACT_NOT_ALLOWED: { status: 409, zh: '现在不能做这个操作', en: 'This act is not possible now' },
  OFFER_ANSWERED: { status: 409, zh: '这项修改已有人处理', en: 'The offered change is answered already' },
  CONFLICT_SETTLED: { status: 409, zh: '冲突已经处理', en: 'The conflict is settled already' },
  // updates and sockets
  MALFORMED: { status: 400, close: 4400, zh: '数据无法识别', en: 'The data cannot be read' },
  FOREIGN_CLIENT: { status: 409, close: 4409, zh: '数据带有他人的编号，须重新合并', en: "The data carries another's client id; rejoin" },
  CLIENT_CLASH: { status: 409, close: 4409, zh: '编号与他人相同，须重新合并', en: 'The client id is taken; rejoin' },
  MISSING_DEPENDENCIES: { status: 409, close: 4409, zh: '数据缺少前文，须重新合并', en: 'The data builds on what is not here; rejoin' },
  UPDATE_THROWS: { status: 409, close: 4409, zh: '数据无法合并，须重新合并', en: 'The data cannot be applied; rejoin' },
  UPDATE_V2: { status: 400, close: 4400, zh: '数据编码版本不对', en: 'The data is encoded in another version' },
  TOO_DEEP: { status: 422, close: 4409, zh: '数据嵌套太深', en: 'The data is nested too deeply' },
  TOO_MANY: { status: 413, close: 4409, zh: '一次提交的内容太多', en: 'Too much at once' },
  TOO_COSTLY: { status: 422, close: 4409, zh: '数据合并耗时过长', en: 'The data takes too long to apply' },
  TOO_OFTEN: { status: 429, close: 4529, zh: '操作太频繁，请稍候', en: 'Too often; wait a moment' },
  TOO_SLOW: { status: 408, close: 4508, zh: '连接太慢，已断开', en: 'The connection was too slow and was closed' },
  DEVICE_REVOKED: {
    status: 403,
    close: 4410,
    zh: '这台设备已被停用，本机资料已清除',
    en: 'This device was revoked; its local data was removed',
  },
  ORIGIN_DENIED: { status: 403, close: 4403, zh: '此网页来源未获准接入', en: 'Pages of this origin may not connect' },
  NOT_IN_BACKUP: {
    status: 409,
    zh: '服务器从备份恢复，这台设备上多出这些内容，作者无法核实',
    en: 'The server was restored from a backup; this device has more, and who wrote it cannot be confirmed',
  },
  NOT_WRITABLE: { status: 403, close: 4409, zh: '您在这里只能查看', en: 'You may read here, not write' },
  PAST_EPOCH: { status: 409, close: 4409, zh: '资料已经更新换代，须重新合并', en: 'This room has a newer epoch; rejoin' },
  TOO_LARGE: { status: 413, close: 1009, zh: '数据太大', en: 'The data is too large' },
  CLIENT_TOO_OLD: { status: 426, close: 4426, zh: '页面版本太旧，请刷新', en: 'This page is too old; reload it' },
  SERVER_TOO_OLD: { status: 426, close: 4426, zh: '服务器版本太旧', en: 'The server is too old for this page' },
  UNAVAILABLE: { status: 503, close: 4503, zh: '服务器暂时无法保存，请稍候', en: 'The server cannot store anything just now' },
  NOT_FOUND: { status: 404, zh: '找不到', en: 'Not found' },
  // blobs
  TOO_MANY_REPRESENTATIVES: { status: 422, zh: '代表人最多 5 人', en: 'At most five representatives' },
  HASH_MISMATCH: { status: 422, zh: '文件与校验值不符', en: 'The file does not have the hash that was named' },
  // templates of papers
  TEMPLATE_NOT_DOCX: { status: 422, zh: '不是能用的 .docx 文件', en: 'No .docx file that can be used' },
  TEMPLATE_UNSAFE: { status: 422, zh: '模板带有宏或外部链接', en: 'The template has macros or outside links' },
  TEMPLATE_PLACEHOLDER: { status: 422, zh: '占位符不对', en: 'A placeholder does not fit' },
  TEMPLATE_MISSING: { status: 422, zh: '缺少必需的占位符', en: 'A required placeholder is missing' },
  TEMPLATE_UNBALANCED: { status: 422, zh: '占位符没有成对', en: 'A placeholder has no pair' },
  // this browser
  INSECURE_CONTEXT: {
    status: 400,
    zh: '未加密连接：只能在线使用，本机不保存',
    en: 'Plain HTTP: works online only and stores nothing here',
  },
  STORE_WIPED: { status: 410, zh: '本机的资料被清除了', en: 'The data of this browser was removed' },
  STORE_LOCKED: {
    status: 423,
    zh: '本机资料已加锁，联网后自动打开',
    en: 'The data of this device is locked; it opens by itself when the network is back',
  },
  PIN_WRONG: { status: 403, zh: 'PIN 不对', en: 'The PIN is wrong' },
  PIN_WAIT: { status: 429, zh: '试错次数过多，请稍候再试', en: 'Too many wrong tries; wait a moment' },
  PIN_SPENT: { status: 403, zh: '试错次数用完，请联网登录后重设 PIN', en: 'No tries are left; sign in with the network and set a new PIN' },
  PIN_WEAK: {
    status: 400,
    zh: 'PIN 至少六位，不能全是同一个字符或连续数字',
    en: 'A PIN has at least six characters, not all the same and no plain sequence',
  },
  PASSKEY_FAILED: { status: 403, zh: '通行密钥没有通过', en: 'The passkey was not accepted' },
  LEASE_OVER: { status: 423, zh: '本机资料离线期限已到，请联网', en: 'The time for working offline is over; connect to the network' },
  CLOCK_BACK: { status: 423, zh: '本机时间被调回，请联网', en: 'The clock of this device was set back; connect to the network' },
  STORE_NEWER: { status: 409, zh: '本机资料由更新的版本写成，请刷新', en: 'A newer version wrote the data of this browser; reload' },
  STORE_FULL: { status: 507, zh: '本机存储空间已满', en: 'The storage of this device is full' },
  OFFLINE: { status: 503, zh: '没有网络', en: 'No network' },
  // server start
  PORT_IN_USE: { status: 500, zh: '端口已被占用', en: 'The port is in use' },
  DATA_NOT_WRITABLE: { status: 500, zh: '数据目录不可写', en: 'The data folder is not writable' },
  DATA_NEWER: { status: 500, zh: '数据目录由更新的版本写成', en: 'A newer version wrote the data folder' },
  DATA_DAMAGED: { status: 500, zh: '数据库已损坏', en: 'The database is damaged' },
  RESTORE_UNFINISHED: { status: 500, zh: '恢复没有做完', en: 'A restore did not end' },
  DATA_LOCKED: { status: 500, zh: '数据目录正被另一个进程使用', en: 'Another process uses the data folder' },
  KEY_MISSING: { status: 500, zh: '缺少密钥文件', en: 'The key file is missing' },
  PRODUCTION_DEMO: { status: 500, zh: '演示登录不能用于正式环境', en: 'The demo sign-in refuses to run in production' },
  BAD_OPTION: { status: 500, zh: '启动参数不合格', en: 'An option does not fit' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** An expected refusal, as a value: what was seen, what was expected, what to do. Never an exception. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly seen: string;
  readonly expected: string;
  readonly todo: string;
  /** Place of the fault: field path, line, room. */
  readonly at?: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A refused result. `parts` say what was seen, what was expected and what to do, in plain English. */
export function refuse(code: ErrorCode, parts: Omit<Refusal, 'code'>): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, ...parts } };
}

/** A fault of a programmer, a file or a machine: thrown, with a code of the one list and a message in three parts. */
export class OnedoorError extends Error {
  readonly code: ErrorCode;
  readonly refusal: Refusal;

  constructor(code: ErrorCode, parts: Omit<Refusal, 'code'>, options?: { cause?: unknown }) {
    const place = parts.at === undefined ? '' : ` (at ${parts.at})`;
    super(`${code}: ${parts.seen}${place}; expected ${parts.expected}. ${parts.todo}`, options);
    this.name = 'OnedoorError';
    this.code = code;
    this.refusal = { code, ...parts };
  }

  static of(refusal: Refusal): OnedoorError {
    const { code, ...parts } = refusal;
    return new OnedoorError(code, parts);
  }
}

export const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERRORS, value);

/** The code that ends a socket with this close code, as far as one code alone stands behind it. */
export function closeCodeOf(code: ErrorCode): number {
  const kind: ErrorKind = ERRORS[code];
  return kind.close ?? 4400;
}
