import { galleryAt } from './gallery-screens.js';

galleryAt(390, 'pages').run();
