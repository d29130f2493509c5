import '@onedoor/elements/define';
import { ReferencePage } from './reference-page.js';

const response = await fetch('./custom-elements.json');
ReferencePage.manifest = await response.json();
customElements.define('reference-page', ReferencePage);
