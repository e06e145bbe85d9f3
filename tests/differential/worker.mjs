// A thread of the oracle: the pairs it is given, expanded by the official packages.
import { parentPort, workerData } from "node:worker_threads";
import { expand, load } from "./oracle.mjs";

const official = load();
parentPort.postMessage(workerData.map((pair) => expand(official, pair)));
