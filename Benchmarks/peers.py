"""What people would use instead: for each, what is started at either end of the link. `set_up(folder)` returns (server
command, its port, client command); the work item is in FOLDER/src and has to come out in FOLDER/dst."""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def raw(folder):
    python = sys.executable
    return ("exec %s %s/raw_stream.py server %s/dst" % (python, HERE, folder), 8080,
            "exec %s %s/raw_stream.py client %s/src" % (python, HERE, folder))


def rsync(folder, options="-az"):
    with open(folder + "/rsyncd.conf", "w") as file:
        file.write(
            "uid = root\ngid = root\nuse chroot = no\nport = 8730\naddress = 198.18.0.2\nlog file = %s/rsyncd.log\ntimeout = 20\n"
            "[m]\n path = %s/dst\n read only = no\n" % (folder, folder))
    return ("exec rsync --daemon --no-detach --config=%s/rsyncd.conf" % folder, 8730,
            "until rsync %s --partial --timeout=20 --contimeout=10 %s/src/ rsync://198.18.0.2:8730/m/; do sleep 2; done" % (options, folder))


def rsync_inplace(folder):
    return rsync(folder, "-az --inplace")


def nginx(folder):
    os.makedirs(folder + "/tmp", exist_ok=True)
    with open(folder + "/nginx.conf", "w") as file:
        file.write(
            "user root; daemon off; worker_processes 1; pid %(f)s/nginx.pid; error_log %(f)s/nginx.err;\n"
            "load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;\nevents { worker_connections 64; }\n"
            "http { access_log off; client_max_body_size 0; client_body_temp_path %(f)s/tmp; server { listen 198.18.0.2:8080;\n"
            "root %(f)s/dst; location / { dav_methods PUT DELETE MKCOL; dav_ext_methods PROPFIND OPTIONS; create_full_put_path on; } } }\n"
            % {"f": folder})
    return "exec nginx -p %s -c %s/nginx.conf" % (folder, folder)


def curl(folder):
    return (nginx(folder), 8080,
            "cd %s/src; for f in *; do until curl -fsS -o /dev/null --retry 100 --retry-all-errors --retry-delay 2 --connect-timeout 10 "
            "--speed-limit 1 --speed-time 20 -T $f http://198.18.0.2:8080/; do sleep 2; done; done" % folder)


def rclone(folder):
    return (nginx(folder), 8080,
            "export HOME=%s; until rclone copy %s/src :webdav: --webdav-url http://198.18.0.2:8080 --webdav-vendor other "
            "--config /dev/null -q; do sleep 2; done" % (folder, folder))


def tus(folder):
    """tuspy against the kiosk's own portal would measure that portal; a plain tus server of PyPI stands in where it is."""
    python = os.environ.get("TUS_PYTHON", sys.executable)
    return ("exec %s %s/tus_peer.py server %s/dst" % (python, HERE, folder), 8080,
            "exec %s %s/tus_peer.py client %s/src" % (python, HERE, folder))


# "limit-bbr" is the limit where both ends go by the measured rate in place of losses: link.py chooses that for them.
PEERS = {"limit": (raw, None), "limit-bbr": (raw, None), "rsync-z": (rsync, "rsync"), "rsync-z-inplace": (rsync_inplace, "rsync"), "curl": (curl, "nginx"),
         "rclone": (rclone, "rclone"), "tus": (tus, None)}


def missing(name):
    """Why a peer cannot be run here; None when it can."""
    _, program = PEERS[name]
    for needed in [program] + (["curl", "nginx"] if name == "curl" else ["nginx"] if name == "rclone" else []):
        if needed and not shutil.which(needed):
            return needed + " is not installed"
    if name in ("curl", "rclone") and not os.path.exists("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so"):
        return "libnginx-mod-http-dav-ext is not installed"
    if name == "limit-bbr":
        with open("/proc/sys/net/ipv4/tcp_available_congestion_control") as file:
            if "bbr" not in file.read().split():
                return "this kernel has no BBR: modprobe tcp_bbr"
    if name == "tus" and os.system("%s -c 'import tusclient' 2>/dev/null" % os.environ.get("TUS_PYTHON", sys.executable)):
        return "tuspy is not installed (TUS_PYTHON=a Python that has it)"
    return None
