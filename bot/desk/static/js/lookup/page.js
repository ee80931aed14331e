// Joins the parts of the look-up page.

import "./keys.js";
import { seek, toBox } from "./seeking.js";

// What the browser kept in the box over a reload is looked up again.
toBox();
seek();
