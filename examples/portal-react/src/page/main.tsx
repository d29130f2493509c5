import { createRoot } from 'react-dom/client';
import { Portal } from './portal.js';

const root = document.getElementById('root');
const centre = document.querySelector<HTMLMetaElement>('meta[name=onedoor-centre]')?.content;
if (root === null || centre === undefined) throw new Error('index.html has no root or no centre');
createRoot(root).render(<Portal centre={centre} />);
