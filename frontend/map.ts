// The map of the site plan, loaded on its pages alone.
import { fadeVersions } from "./islands/siteplan/fade";
import { savePlans } from "./islands/siteplan/png";
import { showPlan } from "./islands/siteplan/show";

showPlan();
savePlans();
fadeVersions();
