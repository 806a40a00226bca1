import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { scriptsAfterPaint, sendWhole } from "../../frontend/answers.mjs";

describe("Answers of the dApp's server", () => {
  describe("a page", () => {
    const html =
      '<html><head><link rel="preload" as="script" fetchPriority="low" nonce="n" href="/main.js"/>' +
      '<link rel="preload" as="style" href="/a.css"/><script src="/a.js" async="" nonce="n"></script>' +
      '<script nonce="n">first()</script><script src="/old.js" noModule="" nonce="n"></script></head>' +
      '<body>Words<script src="/main.js" nonce="n" async=""></script></body></html>';
    const page = scriptsAfterPaint(html, "n");

    it("keeps its scripts by name, and lets none of them begin by itself", () => {
      expect(page.match(/<script src="[^"]+" [^>]*>/g)).to.deep.equal([
        '<script src="/a.js" type="text/after-paint" nonce="n">',
        '<script src="/old.js" noModule="" nonce="n">',
        '<script src="/main.js" nonce="n" type="text/after-paint">',
      ]);
      expect(page).not.to.contain('as="script"');
    });

    it("leaves everything else as it was, and ends with what begins them, under its nonce", () => {
      expect(page).to.contain('<link rel="preload" as="style" href="/a.css"/>').and.to.contain("first()");
      expect(page).to.match(
        /Words<script src="\/main.js"[^>]*><\/script><script nonce="n">\(function start[\s\S]*<\/body><\/html>$/,
      );
    });
  });

  describe("on their way", () => {
    let server: Server;
    let answer: RequestListener;
    let url: string;

    before(async () => {
      server = createServer((request, response) => {
        sendWhole(request, response, (html) => (html === "old" ? "new, and longer" : html.replace("old", "new")));
        answer(request, response);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    after(() => server.close());

    const ask = async (accepted: string, listener: RequestListener) => {
      answer = listener;
      const found = await fetch(url, { headers: { "accept-encoding": accepted } });
      return { found, text: await found.text(), encoding: found.headers.get("content-encoding") };
    };
    const long = "old ".repeat(1_000);
    const inParts =
      (type: string): RequestListener =>
      (_, response) => {
        response.setHeader("Content-Type", type);
        response.flushHeaders();
        response.write(Buffer.from(long.slice(0, 1_001)));
        response.write(long.slice(1_001), () => response.end());
      };

    for (const [accepted, expected] of [
      ["gzip, br", "br"],
      ["gzip", "gzip"],
      ["identity", null],
      ["br;q=0, gzip", "gzip"],
      ["br; q=0.0, x-gzip", null],
    ] as const) {
      it(`are changed where they are pages, and packed as asked: ${accepted}`, async () => {
        const { text, encoding, found } = await ask(accepted, inParts("text/html; charset=utf-8"));
        expect(text).to.equal(long.replace("old", "new"));
        expect(encoding).to.equal(expected);
        expect(found.headers.get("vary")).to.contain("Accept-Encoding");
      });
    }

    it("are packed and not changed where they are other text", async () => {
      const { text, encoding } = await ask("br", inParts("application/json"));
      expect([text, encoding]).to.deep.equal([long, "br"]);
    });

    it("go as they are where they aren't text, or small", async () => {
      expect((await ask("br", inParts("image/png"))).encoding).to.equal(null);
      const small = await ask("br", (_, response) => response.setHeader("Content-Type", "text/plain").end("old"));
      expect([small.text, small.encoding]).to.deep.equal(["old", null]);
    });

    it("are as long as they say, small and changed too", async () => {
      const { text, found } = await ask("br", (_, response) =>
        response.setHeader("Content-Type", "text/html").setHeader("Content-Length", 3).end("old"),
      );
      expect([text, found.headers.get("content-length")]).to.deep.equal(["new, and longer", "15"]);
    });

    it("may have no body, or a head that was written by hand", async () => {
      const none = await ask("br", (_, response) => response.writeHead(204).end());
      expect([none.found.status, none.text]).to.deep.equal([204, ""]);
      const refused = await ask("br", (_, response) =>
        response.writeHead(404, { "content-type": "text/html" }).end(long),
      );
      expect([refused.found.status, refused.text, refused.encoding]).to.deep.equal([404, long, null]);
    });
  });
});
