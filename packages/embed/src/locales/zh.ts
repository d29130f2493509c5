export const zh = {
  'desk.opening': '正在打开本机资料…',
  'desk.signedOut': '还没有登录，登录后才能看到案件。',
  'desk.signIn': '登录',
  'desk.offlineFirst': '这是本机第一次打开，需要连一次网络；连上以后断网也能用。',
  'desk.noServer': '没有填写服务器地址（server）。',
  'desk.noToken': '没有说明登录凭据从哪里来（token-url）。',
  'desk.partsMissing': '页面的一部分没有取到，连上网络后重试。',
  'desk.retry': '重试',
  'desk.details': '详细信息',
} as const;
