// orelens-read-vdb: reads a .vdb for the other programs, in a process that a damaged or hostile file may
// bring down. Not for calling by hand; see core/base/Child.h.
#include "app/vdb/Teller.h"
#include "core/base/ChildMain.h"
#include "core/blocks/BlockGrids.h"

int main(int argc, char** argv) {
    orelens::blocks::initialize_openvdb();
    return orelens::base::live_as_child(argc, argv, orelens::io::vdb::tell_content);
}
