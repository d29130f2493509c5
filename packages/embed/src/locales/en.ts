import type { Text } from './locale.js';

export const en: Readonly<Record<Text, string>> = {
  'desk.opening': 'Opening what is stored here…',
  'desk.signedOut': 'Nobody is signed in yet; cases are shown after signing in.',
  'desk.signIn': 'Sign in',
  'desk.offlineFirst': 'This is the first start on this device and needs the network once; after that it works without.',
  'desk.noServer': 'There is no address of a server (attribute server).',
  'desk.noToken': 'Nothing says where the sign-in comes from (attribute token-url).',
  'desk.partsMissing': 'A part of the page could not be fetched; try again with a network.',
  'desk.retry': 'Try again',
  'desk.details': 'Details',
};
