import Hummingbird
import JWTKit
import GRDB
