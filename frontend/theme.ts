// Loaded in the head, before the first paint, so that a dark page never flashes white.
import { applyTheme } from "./islands/theme";

applyTheme();
