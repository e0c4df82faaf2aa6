import "../styles/site.css";
import { startFrame } from "./frame";
import { retryLater } from "./retry";
import { submitOnce } from "./submit_once";

startFrame();
const retry = document.getElementById("cb-retry");
if (retry) retryLater(retry);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) submitOnce(form);
