// Everything a page needs, in one file: htmx with server-sent events, and the islands.
import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";

import { fitPhotos } from "./islands/capture";
import { sitExam } from "./islands/exam";
import { walkGrids } from "./islands/grid";
import { showGlimpses } from "./islands/glimpse";
import { listenForChanges } from "./islands/live";
import { focusSearch } from "./islands/palette";
import { pressButtons } from "./islands/keys";
import { makePictures } from "./islands/picture";
import { printPapers } from "./islands/print";
import { reviewByKeyboard } from "./islands/review";
import { shareInvitations } from "./islands/share";
import { signOnPads } from "./islands/sign";
import { toggleTheme } from "./islands/theme";
import { showTour } from "./islands/tour";
import { playTracks } from "./islands/track";

showGlimpses();
fitPhotos();
sitExam();
listenForChanges();
focusSearch();
pressButtons();
makePictures();
printPapers();
reviewByKeyboard();
shareInvitations();
signOnPads();
toggleTheme();
showTour();
playTracks();
walkGrids();
