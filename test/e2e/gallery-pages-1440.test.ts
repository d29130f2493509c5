import { galleryAt } from './gallery-screens.js';

galleryAt(1440, 'pages').run();
