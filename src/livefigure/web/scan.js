// Codes to scan: a script of its own, which a page loads when a reader asks for one.
import encodeQR from "qr";

window.livefigureScan = (text) => encodeQR(text, "svg", { ecc: "low", border: 4 });
