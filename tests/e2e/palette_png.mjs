// A screenshot with a palette: a third of the bytes, and for flat pictures of text as good to the eye.
// Takes the 8-bit RGB or RGBA PNG that Chromium writes (ISO/IEC 15948); colours beyond the 256 most
// frequent ones become the nearest of those.
import zlib, { deflateSync, inflateSync } from "node:zlib";

const kSignature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

// zlib.crc32 came with Node 20.15.
function crc32(bytes) {
  if (zlib.crc32 !== undefined) return zlib.crc32(bytes);
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return out;
}

function predict(kind, left, up, corner) {
  if (kind < 2) return kind === 0 ? 0 : left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

// One number a pixel, 0xRRGGBB.
function pixelsOf(png) {
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height, step] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(parts));
  const pixels = new Uint32Array(width * height);
  const stride = width * step;
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; ++y) {
    const line = new Uint8Array(stride);
    const from = y * (stride + 1);
    for (let x = 0; x < stride; ++x) {
      const back = x >= step;
      line[x] = raw[from + 1 + x] + predict(raw[from], back ? line[x - step] : 0, above[x], back ? above[x - step] : 0);
    }
    for (let x = 0; x < width; ++x) pixels[y * width + x] = (line[x * step] << 16) | (line[x * step + 1] << 8) | line[x * step + 2];
    above = line;
  }
  return { width, height, pixels };
}

function nearest(palette, colour) {
  const distance = (other) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  let best = 0;
  for (let i = 1; i < palette.length; ++i) if (distance(palette[i]) < distance(palette[best])) best = i;
  return best;
}

export function withPalette(png) {
  const { width, height, pixels } = pixelsOf(png);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const index = new Map(palette.map((colour, i) => [colour, i]));
  const lines = Buffer.alloc((width + 1) * height);
  pixels.forEach((colour, i) => {
    if (!index.has(colour)) index.set(colour, nearest(palette, colour));
    lines[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = index.get(colour);
  });
  const header = Buffer.from(png.subarray(16, 29));
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    kSignature, chunk("IHDR", header), chunk("PLTE", colours),
    chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}
