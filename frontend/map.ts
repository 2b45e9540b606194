// The map of the site plan, loaded on its pages alone.
import { fadeVersions } from "./islands/siteplan/fade";
import { showPlan } from "./islands/siteplan/plan";
import { savePlans } from "./islands/siteplan/png";

showPlan();
savePlans();
fadeVersions();
