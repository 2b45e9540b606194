// Everything a page needs, in one file: htmx with server-sent events, and the islands.
import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";

import { fitPhotos } from "./islands/capture";
import { listenForChanges } from "./islands/live";
import { focusSearch } from "./islands/palette";
import { pressButtons } from "./islands/keys";
import { makePictures } from "./islands/picture";
import { reviewByKeyboard } from "./islands/review";
import { toggleTheme } from "./islands/theme";

fitPhotos();
listenForChanges();
focusSearch();
pressButtons();
makePictures();
reviewByKeyboard();
toggleTheme();
