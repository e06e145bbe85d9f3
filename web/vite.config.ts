// The page is served below /console/ under a policy that allows nothing inline.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/console/",
  // Only Carousel needs swiper, and no card of ours has one: half of the script saved.
  resolve: {
    alias: [
      { find: /^swiper(\/.*)?$/, replacement: fileURLToPath(new URL("src/no_carousel.ts", import.meta.url)) },
    ],
  },
  build: {
    target: "es2021",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/console/api": "http://127.0.0.1:8080" } },
});
