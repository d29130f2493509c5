export const zh = { title: 'x' };
