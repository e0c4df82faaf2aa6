import { computed, signal } from "@preact/signals";
import { render } from "preact";
import "../styles/review.css";
import "../styles/code.css";
import "../styles/upload.css";
import { Api } from "../live/api";
import type { Review } from "../types";
import { t } from "../words";
import { startCalibration } from "./calibration/show";
import { type ReviewData, type ReviewPage, readPage } from "./data";
import type { Draft } from "./draft";
import { GroupCard } from "./group_card";
import { startItem } from "./item/show";
import { startOffice } from "./office/show";
import { PeersPanel } from "./peers_panel";
import { startQueue } from "./queue/show";
import { ReviewedRoom } from "./room";
import { watchRoom } from "./watch";

const MINUTE_MS = 60_000;

function start(page: ReviewPage, place: HTMLElement): void {
  const api = new Api();
  const url = `/api/review/${page.workbook.id}/${page.exercise.id}`;
  const rooms = page.groups.map((group) => {
    const address = `/api/rooms/${group.room}/reviews/${page.exercise.id}`;
    const put = (draft: Draft) => api.put<Review>(address, { ...draft, person_id: null });
    return new ReviewedRoom(group, page.exercise, group.item, put);
  });
  const now = signal(Date.now());
  setInterval(() => {
    now.value = Date.now();
  }, MINUTE_MS);

  const refresh = async () => {
    try {
      const data = await api.get<ReviewData>(url);
      now.value = Date.now();
      for (const group of data.groups) {
        rooms.find((room) => room.data.value.room === group.room)?.update(group);
      }
    } catch {
      // The next event, or coming back to the page, asks again.
    }
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void refresh();
  });

  const streams = page.groups.map((group) => watchRoom(group, page.exercise, () => void refresh()));
  const lost = computed(() => streams.some((stream) => stream.connection.value === "offline"));

  function Groups() {
    return (
      <>
        <p class="cb-lost" role="status">
          {lost.value ? t("review.live.lost") : ""}
        </p>
        <PeersPanel page={page} api={api} />
        {rooms.map((room) => (
          <GroupCard key={room.data.value.room} room={room} now={now.value} />
        ))}
      </>
    );
  }
  render(<Groups />, place);
  place.setAttribute("aria-busy", "false");
}

const page = readPage();
const place = document.getElementById("cb-review-groups");
if (page && place) start(page, place);
startItem();
startOffice();
startCalibration();
startQueue();
