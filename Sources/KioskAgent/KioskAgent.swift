import FlyingFox
import ServiceLifecycle
import Logging
