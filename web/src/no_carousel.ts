// Stands in for swiper, which the card renderer imports for Carousel alone.
export default class NoCarousel {}
export const A11y = {};
export const Autoplay = {};
export const History = {};
export const Keyboard = {};
export const Navigation = {};
export const Pagination = {};
export const Scrollbar = {};
