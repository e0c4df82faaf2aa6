// As sharp as most screens show it.
const SCALE = 2;

/** Save a drawing of the server as PNG, painted by the browser. */
export function saveAsPicture(button: HTMLButtonElement): void {
  const address = button.dataset.png;
  if (!address) return;
  button.hidden = false;
  button.addEventListener("click", () => void save(address));
}

async function save(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!picture) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = `cohortbook-${new URL(address, location.href).pathname.split("/").pop()}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
