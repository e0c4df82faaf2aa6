import "../styles/site.css";
import { startDesk } from "./desk/main";
import { startFrame } from "./frame";
import { showLook } from "./nudge_look";
import { addTopicsHere } from "./own_topics";
import { retryLater } from "./retry";
import { submitOnce } from "./submit_once";
import { leadOn, rememberWanted } from "./wanted";

startFrame();
startDesk();
if (document.documentElement.dataset.page === "sign-in") rememberWanted();
const next = document.querySelector<HTMLInputElement>("input[data-lead-on]");
if (next) leadOn(next);
const retry = document.getElementById("cb-retry");
if (retry) retryLater(retry);
const nudge = document.querySelector<HTMLFormElement>("form[data-nudge]");
if (nudge) showLook(nudge);
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-add-topic]")) {
  addTopicsHere(link, link.dataset.addTopic ?? "");
}
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) submitOnce(form);
