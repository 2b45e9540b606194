// The guard's and the resident's app: an installed page that works without a network. One file for both; the page says which it is.
import { start } from "./phone/app";

void start();
