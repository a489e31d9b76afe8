"""A desk and its portal for one run: the work item recorded offline, then delivered by `kiosk sync`, then compared.

The portal is at 127.9.0.2. Within the emulator that address is made to lie at the link's other end, since without TLS a kiosk
speaks to loopback addresses alone, and the peers go without TLS too."""
import json
import os
import shutil
import subprocess
import sys
import time

ADDRESS, PORT = "127.9.0.2", 8480
URL = "http://%s:%d" % (ADDRESS, PORT)
PROCEDURE, UNIT = "2.000815", "23527"
# In both namespaces: only 127.0.0.1 stays with the loopback device.
FREE_LOOPBACK = (
    "sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.wl0.route_localnet=1;"
    "ip addr add 127.0.0.1/32 dev lo; ip addr del 127.0.0.1/8 dev lo;"
)
AT_CLIENT = FREE_LOOPBACK + "ip route add %s/32 dev wl0 src 198.18.0.1;" % ADDRESS
AT_SERVER = FREE_LOOPBACK + "ip addr add %s/32 dev wl0;" % ADDRESS


class Desk:
    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder
        self.home, self.portal = folder + "/kiosk", folder + "/portal"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK")}
        self.environment.update(KIOSK_HOME=self.home, KIOSK_PORTAL_HOME=self.portal, KIOSK_LANG="en")

    def run(self, program, *arguments, codes=(0,)):
        done = subprocess.run(
            [self.programs + "/" + program, *arguments, "--json"], env=self.environment, capture_output=True, text=True)
        if done.returncode not in codes:
            raise RuntimeError("%s %s: %d %s" % (program, " ".join(arguments[:3]), done.returncode, done.stderr.strip()))
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
        return lines

    def serve(self):
        server = subprocess.Popen(
            [self.programs + "/kiosk-portal", "serve", "--listen", "%s:%d" % (ADDRESS, PORT), "--json"],
            env=self.environment, stdout=subprocess.PIPE, stderr=open(self.folder + "/portal.log", "ab"), text=True)
        if not server.stdout.readline():
            raise RuntimeError("the portal does not start: see " + self.folder + "/portal.log")
        return server

    def prepare(self, payload):
        """Enrols, then records each document as a dossier's form and attaches the five files to the first."""
        os.makedirs(self.home)
        os.makedirs(self.portal)
        with open(self.portal + "/portal.toml", "w") as file:
            file.write(
                "[limits]\nfile_types = []\n[portal]\nbehind_proxy = true\ncatalogue = \"%s\"\n"
                % os.path.abspath(os.path.dirname(__file__) + "/../kiosk-config/catalogue/procedures.json"))
        with open(self.home + "/kiosk.toml", "w") as file:
            file.write("[desk]\nunit = \"%s\"\n" % UNIT)
        server = self.serve()
        try:
            code = self.run("kiosk-portal", "kiosk", "invite", "--unit", UNIT)[0]["code"]
            self.run("kiosk", "enrol", "--portal", URL, "--code", code, "--name", "Bench")
        finally:
            server.terminate()
            server.wait()
        owner = self.run(
            "kiosk", "account", "add", "--kind", "citizen", "--full-name", "Y Blar", "--identity", "062090001234",
            "--birth", "1990")[0]["id"]
        procedure = self.run("kiosk", "procedure", "search", "chung thuc ban sao")[0]
        procedure = self.run("kiosk", "procedure", "show", procedure["code"])[0]
        component = procedure["components"][0]["code"]
        required = {f["name"]: "1" for f in procedure.get("form") or [] if f.get("required")}
        documents = sorted(name for name in os.listdir(payload) if name.endswith(".json"))
        files = sorted(name for name in os.listdir(payload) if not name.endswith(".json"))
        dossiers = []
        for name in documents:
            with open(payload + "/" + name) as file:
                form = dict(required, document=file.read())
            path = self.folder + "/dossier.json"
            with open(path, "w") as file:
                json.dump({"procedure": procedure["code"], "owner": owner, "form": form}, file, ensure_ascii=False)
            dossiers.append(self.run("kiosk", "dossier", "new", "--from", path)[0]["id"])
        for name in files:
            self.run("kiosk", "dossier", "attach", dossiers[0], payload + "/" + name, "--component", component)
        for dossier in dossiers:
            self.run("kiosk", "dossier", "submit", dossier)
        with open(self.folder + "/dossiers", "w") as file:
            file.write("\n".join(dossiers))

    def compare(self, payload):
        """How many of the documents and files the portal has, byte for byte."""
        with open(self.folder + "/dossiers") as file:
            dossiers = file.read().split()
        names = sorted(os.listdir(payload))
        intact = 0
        for dossier, name in zip(dossiers, [n for n in names if n.endswith(".json")]):
            try:
                state = self.run("kiosk-portal", "dossier", "show", dossier)[0]
            except RuntimeError:
                continue
            with open(payload + "/" + name) as file:
                intact += state["form"].get("document") == file.read()
        import hashlib
        for name in (n for n in names if not n.endswith(".json")):
            with open(payload + "/" + name, "rb") as file:
                content = file.read()
            target = self.folder + "/back"
            try:
                self.run("kiosk-portal", "file", "get", hashlib.sha256(content).hexdigest(), "--output", target)
                with open(target, "rb") as file:
                    intact += file.read() == content
                os.remove(target)
            except RuntimeError:
                continue
        return intact


if __name__ == "__main__":
    # prepare PROGRAMS FOLDER PAYLOAD, in a network namespace of its own
    verb, programs, folder, payload = sys.argv[1:5]
    desk = Desk(programs, folder)
    if verb == "prepare":
        desk.prepare(payload)
    else:
        print(desk.compare(payload))
